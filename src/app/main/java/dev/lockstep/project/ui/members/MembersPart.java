package dev.lockstep.project.ui.members;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import dev.lockstep.account.Accounts;
import dev.lockstep.account.person.Account;
import dev.lockstep.core.Owner;
import dev.lockstep.core.Problem;
import dev.lockstep.kit.Confirm;
import dev.lockstep.kit.Face;
import dev.lockstep.kit.Notices;
import dev.lockstep.kit.language.ProblemWords;
import dev.lockstep.project.Connection;
import dev.lockstep.project.Projects;
import dev.lockstep.project.Visit;
import dev.lockstep.project.access.Member;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.access.ProjectRole;
import dev.lockstep.project.ui.ProjectsView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The members of a project with their roles; owners change both. */
final class MembersPart extends Section {

    private final Projects projects;
    private final Accounts accounts;
    private final Visit visit;
    private final ProjectId project;
    private final boolean owner;
    private final UnorderedList list = new UnorderedList();
    private final TextField who = new TextField();
    private final Select<ProjectRole> role = roles(ProjectRole.EDITOR);

    MembersPart(Projects projects, Accounts accounts, Visit visit, Connection connection) {
        this.projects = projects;
        this.accounts = accounts;
        this.visit = visit;
        this.project = connection.project().id();
        this.owner = connection.project().role().may(ProjectRole.OWNER);
        addClassNames("card", "members");
        list.addClassName("member-list");
        add(new H2(getTranslation("members.title")), new Paragraph(getTranslation("members.lead")), list);
        if (owner) {
            who.setLabel(getTranslation("members.add.who"));
            role.setLabel(getTranslation("members.add"));
            var go = new Button(getTranslation("members.add"), click -> add());
            var form = new Div(who, role, go);
            form.addClassName("member-form");
            add(form);
        }
        show();
    }

    private Select<ProjectRole> roles(ProjectRole now) {
        var select = new Select<ProjectRole>();
        select.setItems(ProjectRole.values());
        select.setItemLabelGenerator(one -> getTranslation("members.role." + one));
        select.setValue(now);
        return select;
    }

    private void show() {
        List<Member> members = projects.members(visit.person(), project);
        Map<Owner, Account> known =
                accounts.byOwner(members.stream().map(one -> one.person()).toList());
        list.removeAll();
        for (Member member : members) {
            Optional<Account> account = Optional.ofNullable(known.get(member.person()));
            list.add(new ListItem(row(member, account)));
        }
    }

    private Div row(Member member, Optional<Account> account) {
        String name = account.map(Account::displayName).orElse(member.person().value());
        var words = new Span(name);
        words.addClassName("member-name");
        var row = new Div(new Face(account.flatMap(Account::imageUrl), name), words);
        row.addClassName("member-row");
        boolean self = member.person().equals(visit.person());
        if (owner) {
            Select<ProjectRole> select = roles(member.role());
            select.setAriaLabel(getTranslation("members.role", name));
            select.addValueChangeListener(change -> {
                if (change.isFromClient()) {
                    act(() -> projects.admit(visit.person(), project, member.person(), change.getValue()));
                }
            });
            row.add(select);
        } else {
            row.add(new Span(getTranslation("members.role." + member.role())));
        }
        if (owner || self) {
            var go = new Button(
                    getTranslation(self ? "members.leave" : "members.remove"), click -> remove(member, name, self));
            go.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
            go.setAriaLabel(go.getText() + ": " + name);
            row.add(go);
        }
        return row;
    }

    private void remove(Member member, String name, boolean self) {
        Confirm.ask(
                getTranslation("members.remove.ask", name),
                getTranslation("members.remove.detail"),
                getTranslation(self ? "members.leave" : "members.remove"),
                getTranslation("cancel"),
                () -> {
                    act(() -> projects.dismiss(visit.person(), project, member.person()));
                    if (self) {
                        getUI().ifPresent(ui -> ui.navigate(ProjectsView.class));
                    }
                });
    }

    private void add() {
        Set<Owner> found = accounts.named(who.getValue());
        Map<Owner, Account> known = accounts.byOwner(found);
        if (known.size() != 1) {
            who.setErrorMessage(getTranslation(known.isEmpty() ? "members.add.none" : "members.add.many"));
            who.setInvalid(true);
            return;
        }
        who.setInvalid(false);
        Account account = known.values().iterator().next();
        act(() -> {
            projects.admit(visit.person(), project, account.id(), role.getValue());
            who.clear();
            Notices.tell(getTranslation("members.add.done", account.displayName()));
        });
    }

    private void act(Runnable work) {
        try {
            work.run();
        } catch (Problem told) {
            Notices.tell(ProblemWords.both(this, told));
        }
        // Somebody who has just left sees nothing of it any more.
        if (projects.find(visit.person(), project).isPresent()) {
            show();
        }
    }
}
