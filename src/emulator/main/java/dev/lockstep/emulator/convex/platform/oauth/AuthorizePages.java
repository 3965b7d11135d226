package dev.lockstep.emulator.convex.platform.oauth;

import dev.lockstep.emulator.convex.platform.estate.Projects;
import dev.lockstep.emulator.convex.platform.registry.Project;
import dev.lockstep.emulator.convex.platform.registry.Registry;
import dev.lockstep.emulator.convex.platform.registry.Team;
import dev.lockstep.emulator.convex.platform.web.Frame;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.http.Reply;
import dev.lockstep.emulator.http.Request;
import dev.lockstep.emulator.http.Routes;
import dev.lockstep.emulator.page.Html;
import java.util.List;
import java.util.Optional;

/**
 * Asks the person of this machine whether the application may work in one of their teams, or in one project. Like the
 * service, it never sends an error to the application and has no button for "no": who does not want to closes the
 * window.
 */
final class AuthorizePages {

    static final String TEAM = "/oauth/authorize/team";
    static final String PROJECT = "/oauth/authorize/project";

    private final OauthApplication application;
    private final Registry registry;
    private final Projects projects;
    private final Codes codes;
    private final AuthorizeForms forms;

    AuthorizePages(OauthApplication application, Registry registry, Projects projects, Codes codes) {
        this.application = application;
        this.registry = registry;
        this.projects = projects;
        this.codes = codes;
        this.forms = new AuthorizeForms(application, projects);
    }

    void routes(Routes routes) {
        routes.add("GET " + TEAM, request -> checked(request, () -> askForTeam(request, Optional.empty())))
                .add("POST " + TEAM, request -> checked(request, () -> allowTeam(request)))
                .add("GET " + PROJECT, request -> checked(request, () -> askForProject(request, Optional.empty())))
                .add("POST " + PROJECT, request -> checked(request, () -> allowProject(request)));
    }

    @FunctionalInterface
    private interface Next {
        Reply reply();
    }

    private Reply checked(Request request, Next next) {
        List<String> faults = AuthorizationRequest.faults(request, application);
        if (faults.isEmpty()) {
            return next.reply();
        }
        Html list = Html.join(
                faults.stream().map(fault -> Html.of("<li>%s</li>", fault)).toList());
        return Frame.page(
                400,
                "This request is not in order",
                Html.of(
                        "<h1>This request is not in order</h1><p>The application that sent you here made a mistake, so"
                                + " nothing can be authorized:</p><ul class=\"faults\">%s</ul>"
                                + "<p>You can close this window.</p>",
                        list));
    }

    private Reply askForTeam(Request request, Optional<String> problem) {
        return Frame.page(
                problem.isPresent() ? 400 : 200,
                "Authorize " + application.name(),
                forms.team(AuthorizationRequest.of(request), registry.teams(), problem));
    }

    private Reply allowTeam(Request request) {
        Frame.requireOwnPage(request);
        Optional<Team> team = request.field("team").flatMap(this::team);
        if (team.isEmpty()) {
            return askForTeam(request, Optional.of("Choose a team first."));
        }
        return allow(request, team.get(), Optional.empty());
    }

    private Reply askForProject(Request request, Optional<String> problem) {
        Team team = request.query("team")
                .flatMap(this::team)
                .orElseGet(() -> registry.teams().getFirst());
        var filled = new AuthorizeForms.Filled(request.field("project"), request.field("name"));
        return Frame.page(
                problem.isPresent() ? 400 : 200,
                "Authorize " + application.name(),
                forms.project(AuthorizationRequest.of(request), registry.teams(), team, filled, problem));
    }

    private Reply allowProject(Request request) {
        Frame.requireOwnPage(request);
        Optional<Team> team = request.query("team").flatMap(this::team);
        Optional<String> choice = request.field("project");
        if (team.isEmpty() || choice.isEmpty()) {
            return askForProject(request, Optional.of("Choose a project first."));
        }
        if (team.get().needsSingleSignOn()) {
            return signOnNeeded(team.get());
        }
        try {
            return allow(request, team.get(), Optional.of(project(request, team.get(), choice.get())));
        } catch (Refusal e) {
            return askForProject(request, Optional.of(e.message()));
        }
    }

    private Project project(Request request, Team team, String choice) {
        if (choice.equals(AuthorizeForms.NEW)) {
            return projects.create(team, request.field("name").orElse(""));
        }
        return projects.find(team, choice)
                .orElseThrow(() -> Refusal.notFound("ProjectNotFound", "That project is not there any more."));
    }

    private Reply allow(Request request, Team team, Optional<Project> project) {
        if (team.needsSingleSignOn()) {
            return signOnNeeded(team);
        }
        var asked = AuthorizationRequest.of(request);
        return Reply.seeOther(asked.answer(codes.issue(asked, team.id(), project.map(Project::id))));
    }

    private Reply signOnNeeded(Team team) {
        return Frame.page(
                403,
                "Single sign-on",
                Html.of(
                        "<h1>This team requires single sign-on</h1><p><strong>%s</strong> takes its members only through"
                                + " their company's sign-on, which this stand-in does not have. Nothing was"
                                + " authorized.</p><p>Go back and choose another team, or close this window.</p>",
                        team.name()));
    }

    private Optional<Team> team(String slug) {
        return registry.teams().stream()
                .filter(team -> team.slug().equals(slug))
                .findFirst();
    }
}
