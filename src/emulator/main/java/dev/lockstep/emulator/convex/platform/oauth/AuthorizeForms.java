package dev.lockstep.emulator.convex.platform.oauth;

import dev.lockstep.emulator.convex.platform.estate.Projects;
import dev.lockstep.emulator.convex.platform.registry.Project;
import dev.lockstep.emulator.convex.platform.registry.Team;
import dev.lockstep.emulator.page.Html;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the pages that ask look like. */
final class AuthorizeForms {

    /** The choice that makes a project. No slug is like this. */
    static final String NEW = "+";

    private static final List<String> TEAM_POWERS = List.of(
            "see, create and delete projects and deployments of the team",
            "read and change all data and files in them, production included",
            "push code and run any function, as anybody",
            "read and change environment variables, which hold secrets",
            "pause deployments and make deploy keys");
    private static final List<String> PROJECT_POWERS = List.of(
            "see, create and delete deployments of this one project",
            "read and change all data and files in them, production included",
            "push code and run any function, as anybody",
            "read and change environment variables, which hold secrets",
            "pause deployments and make deploy keys");

    /**
     * What stood in the form when it was sent, so that nothing has to be entered twice.
     *
     * @param choice of a project
     * @param name of a new one
     */
    record Filled(Optional<String> choice, Optional<String> name) {}

    private final OauthApplication application;
    private final Projects projects;

    AuthorizeForms(OauthApplication application, Projects projects) {
        this.application = application;
        this.projects = projects;
    }

    Html team(AuthorizationRequest request, List<Team> teams, Optional<String> problem) {
        var picks = new ArrayList<Html>();
        for (Team team : teams) {
            picks.add(pick("team", team.slug(), team.name(), room(team), picks.isEmpty()));
        }
        return form(
                AuthorizePages.TEAM + "?" + request.query(),
                "wants to work in one of your teams.",
                problem,
                Html.of("<fieldset class=\"picks\"><legend>Team</legend>%s</fieldset>", Html.join(picks)),
                TEAM_POWERS);
    }

    Html project(AuthorizationRequest request, List<Team> teams, Team team, Filled filled, Optional<String> problem) {
        String address = AuthorizePages.PROJECT + "?" + request.query() + "&team=";
        List<Html> links = teams.stream()
                .map(one -> Html.of(
                        "<a href=\"%s\"%s>%s</a>",
                        address + one.slug(),
                        one.equals(team) ? new Html(" aria-current=\"true\"") : Html.NOTHING,
                        one.name()))
                .toList();
        var picks = new ArrayList<Html>();
        for (Project project : projects.of(team)) {
            picks.add(
                    pick("project", project.slug(), project.name(), project.slug(), isChosen(filled, project.slug())));
        }
        // Nothing is chosen beforehand where there is a choice: a project is let out of one's hands here.
        picks.add(newProject(team, picks.isEmpty() || isChosen(filled, NEW), filled.name()));
        return form(
                address + team.slug(),
                "wants to work in one of your projects.",
                problem,
                Html.of(
                        "<nav class=\"teams\" aria-label=\"Team\">%s</nav>"
                                + "<fieldset class=\"picks\"><legend>Project of %s</legend>%s</fieldset>",
                        Html.join(links), team.name(), Html.join(picks)),
                PROJECT_POWERS);
    }

    private static boolean isChosen(Filled filled, String choice) {
        return filled.choice().filter(choice::equals).isPresent();
    }

    private Html newProject(Team team, boolean checked, Optional<String> name) {
        if (projects.remaining(team) == 0) {
            return Html.of("<p class=\"full\">%s has no room for another project (%s).</p>", team.name(), room(team));
        }
        return Html.of(
                "%s<label class=\"name\">Name of the new project"
                        + "<input name=\"name\" value=\"%s\" maxlength=\"128\" autocomplete=\"off\""
                        + " placeholder=\"My project\"></label>",
                pick("project", NEW, "Create a new project", room(team), checked), name.orElse(""));
    }

    private String room(Team team) {
        String used = projects.of(team).size() + " of " + team.projectQuota() + " projects";
        String full = projects.remaining(team) == 0 ? " · full" : "";
        return used + full + (team.needsSingleSignOn() ? " · single sign-on" : "");
    }

    private static Html pick(String field, String value, String title, String detail, boolean checked) {
        return Html.of(
                "<label class=\"pick\"><input type=\"radio\" name=\"%s\" value=\"%s\"%s required>"
                        + "<span class=\"who\"><strong>%s</strong><span>%s</span></span></label>",
                field, value, checked ? new Html(" checked") : Html.NOTHING, title, detail);
    }

    private Html form(String address, String wish, Optional<String> problem, Html choice, List<String> powers) {
        Html list = Html.join(
                powers.stream().map(power -> Html.of("<li>%s</li>", power)).toList());
        return Html.of(
                """
                <h1>Authorize %s</h1>
                <p class="lead"><strong>%s</strong> on this machine %s</p>
                %s
                <p class="you">You are <strong>the person at this machine</strong>, a member of every team here.</p>
                <form method="post" action="%s">
                %s
                <h2>It will be able to</h2>
                <ul class="powers">%s</ul>
                <p class="until">Until you revoke it under <a href="/oauth/applications">authorized applications</a>.</p>
                <button class="button primary">Authorize %s</button>
                </form>
                <p class="back">If you do not want this, close this window: nothing is granted.</p>
                """,
                application.name(),
                application.name(),
                wish,
                problem.map(text -> Html.of("<p class=\"problem\" role=\"alert\">%s</p>", text))
                        .orElse(Html.NOTHING),
                address,
                choice,
                list,
                application.name());
    }
}
