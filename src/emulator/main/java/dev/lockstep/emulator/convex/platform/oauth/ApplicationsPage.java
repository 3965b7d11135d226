package dev.lockstep.emulator.convex.platform.oauth;

import dev.lockstep.emulator.convex.platform.estate.Grants;
import dev.lockstep.emulator.convex.platform.registry.Grant;
import dev.lockstep.emulator.convex.platform.registry.Registry;
import dev.lockstep.emulator.convex.platform.registry.Team;
import dev.lockstep.emulator.convex.platform.web.Frame;
import dev.lockstep.emulator.http.Reply;
import dev.lockstep.emulator.http.Request;
import dev.lockstep.emulator.http.Routes;
import dev.lockstep.emulator.page.Html;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What applications were let into, with a button to take each back; and the platform's first page. */
final class ApplicationsPage {

    private static final String PATH = "/oauth/applications";
    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final OauthApplication application;
    private final Registry registry;
    private final Grants grants;

    ApplicationsPage(OauthApplication application, Registry registry, Grants grants) {
        this.application = application;
        this.registry = registry;
        this.grants = grants;
    }

    void routes(Routes routes) {
        routes.add("GET /", request -> first())
                .add("GET " + PATH, request -> list())
                .add("POST " + PATH + "/*/revoke", this::revoke);
    }

    private static Reply first() {
        return Frame.page("Platform", Html.of("""
                <h1>Emulated Convex platform</h1>
                <p>Projects and deployments are made here while Lockstep runs without an account at Convex. This port
                stands for both the dashboard's pages and the Management API; a real Convex differs only in its
                addresses and in the application's id and secret.</p>
                <p><a class="button" href="/oauth/applications">Authorized applications</a></p>
                """));
    }

    private Reply list() {
        List<Grant> all = grants.all();
        Html content = all.isEmpty()
                ? Html.of("<p>No application has been authorized. When one is, it is shown here and can be stopped"
                        + " here.</p>")
                : Html.of(
                        "<ul class=\"grants\">%s</ul>",
                        Html.join(all.stream().map(this::row).toList()));
        return Frame.page(
                "Authorized applications",
                Html.of(
                        "<h1>Authorized applications</h1><p class=\"lead\">What you let in, and how far. Revoking works"
                                + " at once, also for deploy keys made from it.</p>%s",
                        content));
    }

    private Html row(Grant grant) {
        return Html.of(
                """
                <li>
                <p class="grant"><strong>%s</strong> in %s</p>
                <p class="times">Authorized %s · %s</p>
                <details><summary>Revoke</summary>
                <form method="post" action="%s">
                <p>%s loses its access at once and has to ask you again.</p>
                <button class="button danger">Revoke access</button>
                </form></details>
                </li>
                """,
                application.name(),
                where(grant),
                time(grant.created()),
                grant.lastUsed()
                        .map(used -> Html.of("last used %s", time(used)))
                        .orElse(Html.text("never used")),
                PATH + "/" + grant.id() + "/revoke",
                application.name());
    }

    private Html where(Grant grant) {
        String team = registry.teams().stream()
                .filter(one -> one.id() == grant.teamId())
                .map(Team::name)
                .findFirst()
                .orElse("a team that is gone");
        Optional<String> project = grant.projectId()
                .map(id -> registry.project(id).map(one -> one.name()).orElse("a project that is gone"));
        return project.map(name -> Html.of("the project <strong>%s</strong> of %s", name, team))
                .orElseGet(() -> Html.of("the whole team <strong>%s</strong>", team));
    }

    private static Html time(Instant instant) {
        return Html.of("<time datetime=\"%s\">%s</time>", instant, SHOWN.format(instant));
    }

    private Reply revoke(Request request) {
        Frame.requireOwnPage(request);
        grants.revoke(request.number(0));
        return Reply.seeOther(PATH);
    }
}
