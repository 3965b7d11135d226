package dev.lockstep;

import dev.lockstep.core.PersonId;
import dev.lockstep.project.Connection;
import dev.lockstep.project.Connections;
import dev.lockstep.project.Projects;
import dev.lockstep.project.Visit;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.access.Target;
import dev.lockstep.project.attempt.Attempt;
import dev.lockstep.project.attempt.AttemptStatus;
import dev.lockstep.project.attempt.Choice;
import dev.lockstep.project.grant.Grant;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;

/** Somebody with a browser who has projects and connects them to Convex, over real HTTP. */
public final class ProjectPerson {

    private static final Set<AttemptStatus> BUSY = Set.of(AttemptStatus.EXCHANGING, AttemptStatus.PROVISIONING);

    private final LockstepApp app;
    private final Connections connections;
    private final Browser browser;
    private final PersonId id;

    private ProjectPerson(LockstepApp app, Browser browser, PersonId id) {
        this.app = app;
        this.connections = app.bean(Connections.class);
        this.browser = browser;
        this.id = id;
    }

    public static ProjectPerson signUp(LockstepApp app, String firstName) {
        var browser = new Browser(app.web());
        return new ProjectPerson(app, browser, app.signUp(browser, firstName, "Shelley"));
    }

    /** The same person at another machine. */
    public ProjectPerson elsewhere() throws IOException, InterruptedException {
        var other = new Browser(app.web());
        other.signInAs(app.inClerk(id).email().orElseThrow());
        return new ProjectPerson(app, other, id);
    }

    public PersonId id() {
        return id;
    }

    public Browser browser() {
        return browser;
    }

    /** At the deployment that the project is connected to. */
    public Visit at(ProjectId project) {
        return app.bean(Projects.class).visit(id, project);
    }

    public Visit at(Target target) {
        return app.bean(Projects.class).visit(id, target);
    }

    public ProjectId project(String name) {
        return app.bean(Projects.class).create(id, name).id();
    }

    /** Presses Connect: where the answer sends the browser to is its {@code Location}. */
    public HttpResponse<String> leave(ProjectId project) throws IOException, InterruptedException {
        return browser.ask("/convex/connect?project=" + project);
    }

    /** Agrees on Convex's page. @return the callback with the code, where the browser would go now */
    public URI agree(HttpResponse<String> left, String team) throws IOException, InterruptedException {
        HttpResponse<String> page =
                browser.ask(HttpRequest.newBuilder(location(left)).GET());
        return location(browser.answer(page, Map.of("team", team)));
    }

    public HttpResponse<String> comeBack(URI callback) throws IOException, InterruptedException {
        return browser.ask(HttpRequest.newBuilder(callback).GET());
    }

    /** All of that, until a project can be chosen. */
    public void authorise(ProjectId project, String team) throws IOException, InterruptedException {
        comeBack(agree(leave(project), team));
        settled(project, AttemptStatus.SELECTING);
    }

    public void choose(ProjectId project, String team, Choice choice) throws IOException, InterruptedException {
        begin(project, team);
        connections.select(at(project).toChangeAsOwner(), choice);
    }

    /** Until a project can be chosen. Authorises the team only if that has not been done before. */
    public void begin(ProjectId project, String team) throws IOException, InterruptedException {
        var known = connections.teams(id).stream()
                .filter(grant -> grant.teamSlug().equals(team))
                .map(Grant::id)
                .findFirst();
        if (known.isPresent()) {
            connections.withTeam(at(project).toChangeAsOwner(), known.get());
        } else {
            authorise(project, team);
        }
    }

    public void connect(ProjectId project, String team, Choice choice) throws IOException, InterruptedException {
        choose(project, team, choice);
        connected(project);
    }

    public Connection of(ProjectId project) {
        return connections.of(at(project).asViewer());
    }

    /** Waits until nobody works on the attempt, which has to be so then. */
    public void settled(ProjectId project, AttemptStatus wanted) {
        LockstepApp.await(
                "the attempt rests",
                () -> of(project)
                        .attempt()
                        .filter(attempt -> BUSY.contains(attempt.status()))
                        .isEmpty());
        Attempt attempt = of(project).attempt().orElseThrow(() -> new AssertionError("There is no attempt"));
        if (attempt.status() != wanted) {
            throw new AssertionError("Not " + wanted + " but " + attempt);
        }
    }

    public void connected(ProjectId project) {
        LockstepApp.await("the attempt ends", () -> of(project).kind() != Connection.Kind.CONNECTING);
        if (of(project).kind() != Connection.Kind.CONNECTED) {
            throw new AssertionError("Not connected but " + of(project));
        }
    }

    public static URI location(HttpResponse<String> response) {
        return response.headers()
                .firstValue("Location")
                .map(response.uri()::resolve)
                .orElseThrow(() -> new AssertionError(response.statusCode() + " leads nowhere: " + response.body()));
    }
}
