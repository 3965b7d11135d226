package dev.lockstep.project.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import dev.lockstep.account.CurrentAccount;
import dev.lockstep.core.PersonId;
import dev.lockstep.kit.Confirm;
import dev.lockstep.kit.EmptyState;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.Notices;
import dev.lockstep.kit.Page;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import dev.lockstep.project.Connections;
import dev.lockstep.project.Projects;
import dev.lockstep.project.access.Project;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.connect.Orphan;
import dev.lockstep.project.connection.Connected;
import dev.lockstep.project.ui.page.NameDialog;
import dev.lockstep.project.ui.page.Words;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A person's projects, each with what it is connected to. */
@Route("projects")
@Menu(title = "nav.projects", order = 15, icon = "PROJECT")
@RolesAllowed("MEMBER")
public final class ProjectsView extends Page implements HasDynamicTitle {

    private final Projects projects;
    private final Connections connections;
    private final PersonId person;
    private final Div body = new Div();

    ProjectsView(Projects projects, Connections connections, CurrentAccount current) {
        super(UI.getCurrent().getTranslation("projects.title"), UI.getCurrent().getTranslation("projects.lead"));
        this.projects = projects;
        this.connections = connections;
        this.person = current.get().id();
        addClassName("projects-page");
        add(body);
        show(read());
    }

    /** What the page shows. */
    private record Seen(List<Project> projects, Map<ProjectId, Connected> connected, List<Orphan> leftBehind) {}

    @Override
    protected void onAttach(AttachEvent event) {
        Live.of(this).follow(news -> projects.watch(person, news), this::read, this::show);
    }

    /** On any thread. */
    private Seen read() {
        List<Project> all = projects.of(person);
        return new Seen(all, connections.of(all), connections.leftBehind(person));
    }

    private void show(Seen now) {
        body.removeAll();
        if (now.projects().isEmpty()) {
            body.add(new EmptyState(
                    Glyph.PROJECT,
                    getTranslation("projects.empty"),
                    getTranslation("projects.empty.detail"),
                    create()));
        } else {
            var toolbar = new Div(create());
            toolbar.addClassName("toolbar");
            body.add(toolbar, list(which(now, false), now.connected()));
            List<Project> archived = which(now, true);
            if (!archived.isEmpty()) {
                body.add(new H2(getTranslation("projects.archived")), list(archived, now.connected()));
            }
        }
        showLeftBehind(now.leftBehind());
    }

    private static List<Project> which(Seen seen, boolean archived) {
        return seen.projects().stream()
                .filter(project -> project.isArchived() == archived)
                .toList();
    }

    /** What came of attempts that failed half way; nobody would look for it in Convex. */
    private void showLeftBehind(List<Orphan> left) {
        if (left.isEmpty()) {
            return;
        }
        var rows = new Div();
        rows.addClassName("left-behind");
        rows.add(new H2(getTranslation("left.title")), new Paragraph(getTranslation("left.detail")));
        for (Orphan orphan : left) {
            String name = orphan.teamSlug() + "/" + orphan.slug();
            var delete = new Button(
                    getTranslation("left.delete"),
                    click -> Confirm.ask(
                            getTranslation("left.delete.ask", name),
                            getTranslation("left.delete.detail"),
                            getTranslation("left.delete"),
                            getTranslation("cancel"),
                            () -> cleanUp(orphan)));
            delete.setAriaLabel(getTranslation("left.delete") + " " + name);
            var row = new Div(new Span(name), delete);
            row.addClassName("member-row");
            rows.add(row);
        }
        body.add(rows);
    }

    private void cleanUp(Orphan orphan) {
        Live.of(this)
                .run(
                        () -> {
                            connections.cleanUp(person, orphan);
                            return orphan;
                        },
                        done -> {
                            Notices.tell(getTranslation("left.done"));
                            show(read());
                        },
                        failure -> Notices.tell(Words.told(this, failure)));
    }

    private Button create() {
        var create = new Button(
                getTranslation("projects.create"),
                Glyph.CREATE.draw(),
                click -> NameDialog.ask(
                        getTranslation("projects.create"), "", getTranslation("projects.create.do"), name -> {
                            Project made = projects.create(person, name);
                            getUI().ifPresent(ui ->
                                    ui.navigate(ProjectView.class, made.id().toString()));
                        }));
        create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        return create;
    }

    private UnorderedList list(List<Project> shown, Map<ProjectId, Connected> connected) {
        var list = new UnorderedList();
        list.addClassName("project-list");
        shown.forEach(project -> list.add(new ListItem(card(project, connected.get(project.id())))));
        return list;
    }

    private Anchor card(Project project, @Nullable Connected connected) {
        var name = new Span(project.name());
        name.addClassName("project-name");
        var where = new Span(
                Optional.ofNullable(connected).map(Words::place).orElseGet(() -> getTranslation("projects.nowhere")));
        where.addClassName("hint");
        var pill = connected == null
                ? new StatePill(State.IDLE, getTranslation("connection.NOT_CONNECTED"))
                : Words.pill(this, connected);
        var card = new Anchor("projects/" + project.id(), name, pill, where);
        card.addClassNames("card", "project-card");
        return card;
    }

    @Override
    public String getPageTitle() {
        return getTranslation("projects.title") + " · " + getTranslation("app.name");
    }
}
