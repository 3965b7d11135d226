package dev.lockstep.admin.ui.people;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Aside;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.QueryParameters;
import dev.lockstep.account.people.ListedPerson;
import dev.lockstep.account.people.PersonLook;
import dev.lockstep.account.people.Verdict;
import dev.lockstep.admin.PeopleDesk;
import dev.lockstep.admin.ui.AuditRecords;
import dev.lockstep.audit.AuditRecord;
import dev.lockstep.core.PersonId;
import dev.lockstep.kit.ButtonLink;
import dev.lockstep.kit.EmptyState;
import dev.lockstep.kit.Face;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.Notices;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** One person beside the list: who it is, what each place says of them now, what can be done, what was done. */
final class PersonPanel extends Aside {

    private static final int LATEST = 5;

    private final PeopleDesk desk;
    private final Clock clock;
    private final Runnable closed;
    private final Runnable changed;
    private final PersonDeeds deeds;
    private final Div head = new Div();
    private final Paragraph problem = new Paragraph();
    private final LookPart says = new LookPart();
    private final Div actions = new Div();
    private final Div trail = new Div();
    private Optional<PersonId> shown = Optional.empty();

    /** @param changed called after each deed, on the page */
    PersonPanel(PeopleDesk desk, Clock clock, Runnable closed, Runnable changed) {
        this.desk = desk;
        this.clock = clock;
        this.closed = closed;
        this.changed = changed;
        this.deeds = new PersonDeeds(this, desk, this::begin, this::done);
        addClassNames("failure-panel", "person-panel");
        getElement().setAttribute("aria-label", getTranslation("users.panel"));
        head.addClassName("failure-head");
        actions.addClassName("failure-actions");
        problem.addClassName("person-problem");
        problem.getElement().setAttribute("role", "alert");
        add(bar(), head, problem, says, actions, trail);
        setVisible(false);
    }

    private Header bar() {
        var close = new Button(Glyph.CROSS.draw(), click -> closed.run());
        close.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
        close.setAriaLabel(getTranslation("users.close"));
        var bar = new Header(new Span(getTranslation("users.panel")), close);
        bar.addClassName("failure-bar");
        return bar;
    }

    /** Shows a person as this site knows them and asks the others. */
    void show(PersonId user) {
        shown = Optional.of(user);
        setVisible(true);
        explain(Optional.empty());
        look(user);
    }

    void close() {
        shown = Optional.empty();
        setVisible(false);
    }

    private void look(PersonId user) {
        Optional<ListedPerson> here = desk.find(user);
        fillHead(user, here.map(ListedPerson::name).orElse(user.value()), here);
        actions.removeAll();
        fillTrail(user);
        says.ask();
        if (!isAttached()) {
            return;
        }
        var administrator = desk.administrator();
        Live.of(this)
                .run(
                        () -> desk.look(administrator, user),
                        look -> {
                            if (shown.equals(Optional.of(user))) {
                                show(look, here);
                            }
                        },
                        broken -> {
                            if (shown.equals(Optional.of(user))) {
                                says.broken();
                                actions.setEnabled(true);
                                actions.add(again(user));
                            }
                        });
    }

    /** An address may name a person before the page is there to show what the systems say. */
    @Override
    protected void onAttach(AttachEvent event) {
        shown.ifPresent(this::look);
    }

    private void show(PersonLook look, Optional<ListedPerson> here) {
        actions.removeAll();
        actions.setEnabled(true);
        if (look.verdict() instanceof Verdict.Unknown) {
            says.removeAll();
            head.removeAll();
            head.add(new EmptyState(
                    Glyph.PEOPLE,
                    getTranslation("users.nobody"),
                    getTranslation("users.nobody.detail", look.user().value())));
            return;
        }
        String name = here.map(ListedPerson::name).orElseGet(look::name);
        fillHead(look.user(), name, here);
        says.show(look);
        deeds.buttons(look, name).forEach(actions::add);
        actions.add(again(look.user()));
        if (desk.isOwn(look.user())) {
            var own = new Paragraph(getTranslation("users.own"));
            own.addClassName("hint");
            actions.add(own);
        }
    }

    private Button again(PersonId user) {
        var again = new Button(getTranslation("users.again"), Glyph.RETRY.draw(), click -> show(user));
        again.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        return again;
    }

    private void fillHead(PersonId user, String name, Optional<ListedPerson> here) {
        var id = new Span(user.value());
        id.addClassName("code");
        var words = new Div(new H2(name), id);
        words.addClassName("person-names");
        here.flatMap(ListedPerson::email).ifPresent(email -> words.add(new Span(email)));
        here.ifPresent(person -> words.add(new Div(PersonWords.state(this, person))));
        var who = new Div(new Face(here.flatMap(ListedPerson::imageUrl), name), words);
        who.addClassName("person-line");
        var ways = new Div(
                way("admin/failures", "person", user, "users.failures", name),
                way("admin/audit", "text", user, "users.audit", name));
        ways.addClassName("person-ways");
        head.removeAll();
        head.add(who, ways);
    }

    private Component way(String page, String parameter, PersonId user, String label, String name) {
        String query = QueryParameters.of(parameter, user.value()).getQueryString();
        var way = ButtonLink.to(page + "?" + query, getTranslation(label));
        way.getElement().setAttribute("aria-label", getTranslation(label + ".name", name));
        return way;
    }

    private void fillTrail(PersonId user) {
        List<AuditRecord> records = desk.trail(user, LATEST);
        trail.removeAll();
        trail.add(new H3(getTranslation("users.trail")), AuditRecords.list(this, records, desk.actors(records), clock));
    }

    private void begin() {
        explain(Optional.empty());
        actions.setEnabled(false);
    }

    /** Another person may have been opened meanwhile, of whom this says nothing. */
    private void done(PersonId user, Optional<String> refused) {
        changed.run();
        if (shown.equals(Optional.of(user))) {
            actions.setEnabled(true);
            explain(refused);
            look(user);
        } else {
            refused.ifPresent(Notices::tell);
        }
    }

    private void explain(Optional<String> refused) {
        problem.setText(refused.orElse(""));
        problem.setVisible(refused.isPresent());
    }
}
