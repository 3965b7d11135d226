package dev.lockstep.project.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEvent;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.HasUrlParameter;
import com.vaadin.flow.router.Route;
import dev.lockstep.account.CurrentAccount;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.kit.ButtonLink;
import dev.lockstep.kit.Confirm;
import dev.lockstep.kit.EmptyState;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import dev.lockstep.kit.language.ProblemWords;
import dev.lockstep.project.Connection;
import dev.lockstep.project.Connections;
import dev.lockstep.project.Deployments;
import dev.lockstep.project.Projects;
import dev.lockstep.project.Visit;
import dev.lockstep.project.access.Project;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.access.ProjectRole;
import dev.lockstep.project.connection.Connected;
import dev.lockstep.project.connection.Deployment;
import dev.lockstep.project.ui.connect.ConnectDialog;
import dev.lockstep.project.ui.page.NameDialog;
import dev.lockstep.project.ui.page.ProjectPlace;
import dev.lockstep.project.ui.page.ProjectTab;
import dev.lockstep.project.ui.page.Words;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One project: how it stands with Convex, and what can be done with it. */
@Route("projects")
@RolesAllowed("MEMBER")
final class ProjectView extends Div implements HasUrlParameter<String>, HasDynamicTitle {

    private static final String ASKED = "connect";

    private final Projects projects;
    private final Connections connections;
    private final Deployments deployments;
    private final List<ProjectTab> tabs;
    private final PersonId person;
    private final StatePill pill = new StatePill(State.IDLE, "");
    private Optional<Project> project = Optional.empty();

    /** This and the next change on the page only. */
    private volatile Optional<Component> opened = Optional.empty();

    private volatile Optional<Deployment> looked = Optional.empty();
    private final Div head = new Div();
    private final Div switcher = new Div();
    private Map<String, List<String>> address = Map.of();
    private boolean dialogAsked;

    /** Made anew for each project and address: what is followed for one ends with it. */
    private Div body = new Div();

    ProjectView(
            Projects projects,
            Connections connections,
            Deployments deployments,
            List<ProjectTab> tabs,
            CurrentAccount current) {
        this.projects = projects;
        this.tabs = tabs;
        this.connections = connections;
        this.deployments = deployments;
        this.person = current.get().id();
        addClassNames("page", "project-page");
    }

    @Override
    public void setParameter(BeforeEvent event, String text) {
        project = ProjectId.parse(text).flatMap(id -> projects.find(person, id));
        address = event.getLocation().getQueryParameters().getParameters();
        dialogAsked = address.containsKey(ASKED);
        if (project.isEmpty()) {
            showNone();
            return;
        }
        removeAll();
        opened = Optional.empty();
        looked = Optional.empty();
        switcher.removeAll();
        body = new Div();
        head.removeAll();
        head.add(head(project.get()));
        add(head, body);
        read(project.get().id()).run();
        if (isAttached()) {
            follow();
        }
    }

    private void showNone() {
        removeAll();
        add(EmptyState.page(
                Glyph.PROJECT,
                getTranslation("project.none"),
                getTranslation("project.none.detail"),
                ButtonLink.to("projects", getTranslation("project.none.all")).main()));
    }

    private Div head(Project shown) {
        var crumb = new Anchor("projects", getTranslation("projects.title"));
        crumb.addClassName("crumb");
        var actions = new Div();
        actions.addClassName("project-actions");
        if (shown.role().may(ProjectRole.EDITOR)) {
            actions.add(small("project.rename", this::rename));
        }
        if (shown.role().may(ProjectRole.OWNER)) {
            actions.add(
                    shown.isArchived()
                            ? small("project.take-back", () -> {
                                projects.takeBack(person, shown.id());
                                again();
                            })
                            : small("project.archive", this::archive));
        }
        var line = new Div(new H1(shown.name()), pill, switcher, actions);
        line.addClassName("project-head");
        return new Div(crumb, line);
    }

    private Button small(String key, Runnable action) {
        var button = new Button(getTranslation(key), click -> action.run());
        button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        return button;
    }

    private void rename() {
        Project shown = project.orElseThrow();
        NameDialog.ask(getTranslation("project.rename"), shown.name(), getTranslation("project.rename.do"), name -> {
            projects.rename(person, shown.id(), name);
            again();
        });
    }

    private void archive() {
        Project shown = project.orElseThrow();
        Confirm.ask(
                getTranslation("project.archive.ask", shown.name()),
                getTranslation("project.archive.detail"),
                getTranslation("project.archive"),
                getTranslation("cancel"),
                () -> {
                    projects.archive(person, shown.id());
                    getUI().ifPresent(ui -> ui.navigate(ProjectsView.class));
                });
    }

    private void again() {
        getUI().ifPresent(ui ->
                ui.navigate(ProjectView.class, project.orElseThrow().id().toString()));
    }

    @Override
    protected void onAttach(AttachEvent event) {
        follow();
        if (dialogAsked && project.isPresent()) {
            dialogAsked = false;
            connect();
        }
    }

    private void follow() {
        project.map(Project::id)
                .ifPresent(shown -> Live.of(body).follow(news -> watch(shown, news), () -> read(shown), Runnable::run));
    }

    private Runnable watch(ProjectId shown, Runnable news) {
        Visit visit = projects.visit(person, shown);
        Runnable details = projects.watch(visit.asViewer(), news);
        Runnable connection = connections.watch(visit.asViewer(), news);
        Runnable tab = tab(ProjectPlace.of(shown, address)).watch(visit, news);
        return () -> {
            details.run();
            connection.run();
            tab.run();
        };
    }

    /** @return shows it, on the page */
    private Runnable read(ProjectId shown) {
        try {
            Connection home = connections.of(projects.visit(person, shown).asViewer());
            Connection now = looked.map(home::at).orElse(home);
            Optional<Component> part = opened;
            Runnable partShown = part.filter(ProjectTab.Following.class::isInstance)
                    .map(one -> ((ProjectTab.Following) one).read(now))
                    .orElse(() -> {});
            return () -> show(looked.map(home::at).orElse(home), part, partShown);
        } catch (Problem gone) {
            // Taken off the project while looking at it.
            return this::showNone;
        }
    }

    /** @param partShown brings this part up to date, which has been opened before */
    private void show(Connection connection, Optional<Component> part, Runnable partShown) {
        if (!project.equals(Optional.of(connection.project()))) {
            showChanged(connection.project());
        }
        Words.show(pill, connection);
        ProjectPlace place = ProjectPlace.of(connection.project().id(), address);
        ProjectTab tab = tab(place);
        boolean missing = connection.connected().isEmpty() && tab.needsConnection();
        offerDeployments(connection, place);
        if (!missing && opened.isPresent()) {
            if (opened.equals(part)) {
                partShown.run();
            }
            return;
        }
        body.removeAll();
        body.add(new TabBar(tabs, tab, place));
        boolean elsewhere = place.isElsewhere(connection);
        if (missing) {
            opened = Optional.empty();
            body.add(notConnected(connection));
        } else if (elsewhere && tab.followsDeployment() && looked.isEmpty()) {
            body.add(new Opening(deployments, projects.visit(person, place.target()), place, found -> {
                looked = Optional.of(found);
                read(place.project()).run();
            }));
        } else {
            if (elsewhere && !tab.followsDeployment() && tab.needsConnection()) {
                body.add(staysHome(connection));
            }
            Component fresh = tab.open(projects.visit(person, connection.target()), connection, address);
            opened = Optional.of(fresh);
            body.add(fresh);
        }
    }

    /** Somebody renamed or archived it, or gave this person another role, which makes other things possible. */
    private void showChanged(Project now) {
        if (project.filter(before -> before.role() == now.role()).isEmpty()) {
            opened = Optional.empty();
        }
        project = Optional.of(now);
        head.removeAll();
        head.add(head(now));
        getUI().ifPresent(ui -> ui.getPage().setTitle(getPageTitle()));
    }

    private ProjectTab tab(ProjectPlace place) {
        return tabs.stream()
                .filter(one -> one.name().equals(place.tab()))
                .findFirst()
                .orElse(tabs.getFirst());
    }

    private void offerDeployments(Connection connection, ProjectPlace place) {
        Optional<String> home = connection.connected().flatMap(Connected::deploymentName);
        if (home.isEmpty()) {
            switcher.removeAll();
        } else if (switcher.getComponentCount() == 0) {
            String now = place.isElsewhere(connection) ? place.deployment() : home.get();
            switcher.add(new DeploymentSwitcher(
                    deployments,
                    projects.visit(person, place.project()),
                    now,
                    name -> getUI().ifPresent(place.at(name.equals(home.get()) ? "" : name)::open)));
        }
    }

    private Component staysHome(Connection connection) {
        Connected home = connection.connected().orElseThrow();
        var note = new Div(
                new Span(getTranslation("deployment.stays")),
                Words.badge(home.deploymentType()),
                new Span(home.deploymentName().orElse("")));
        note.addClassNames("dev-line", "hint", "stays-home");
        return note;
    }

    private EmptyState notConnected(Connection connection) {
        boolean owner = connection.project().role().may(ProjectRole.OWNER);
        boolean failed = connection.kind() == Connection.Kind.FAILED;
        String sentence = failed
                ? connection
                        .attempt()
                        .flatMap(it -> it.fault())
                        .map(fault -> ProblemWords.said(this, fault.sentence()) + " "
                                + ProblemWords.said(this, fault.nextStep()))
                        .orElse("")
                : getTranslation(owner ? "connect.none.detail" : "connect.none.member");
        var button = new Button(
                getTranslation(
                        connection.kind() == Connection.Kind.CONNECTING
                                ? "connect.watch"
                                : failed ? "connect.failed.open" : "connect.open"),
                Glyph.CONNECT.draw(),
                click -> connect());
        button.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        button.setVisible(owner);
        return new EmptyState(
                failed ? Glyph.FAILURE : Glyph.CONNECT,
                getTranslation(
                        connection.kind() == Connection.Kind.CONNECTING
                                ? "connect.under-way"
                                : failed ? "connect.failed" : "connect.none"),
                sentence,
                button);
    }

    private void connect() {
        Project shown = project.orElseThrow();
        new ConnectDialog(connections, projects.visit(person, shown.id()), shown).open();
    }

    @Override
    public String getPageTitle() {
        return project.map(Project::name).orElseGet(() -> getTranslation("project.none")) + " · "
                + getTranslation("app.name");
    }
}
