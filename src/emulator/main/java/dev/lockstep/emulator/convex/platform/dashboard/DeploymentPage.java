package dev.lockstep.emulator.convex.platform.dashboard;

import dev.lockstep.emulator.convex.host.HostedDeployment;
import dev.lockstep.emulator.convex.platform.estate.Deployments;
import dev.lockstep.emulator.convex.platform.estate.Projects;
import dev.lockstep.emulator.convex.platform.registry.Project;
import dev.lockstep.emulator.convex.platform.registry.ProjectDeployment;
import dev.lockstep.emulator.convex.platform.registry.Registry;
import dev.lockstep.emulator.convex.platform.registry.Team;
import dev.lockstep.emulator.convex.platform.web.Frame;
import dev.lockstep.emulator.http.Reply;
import dev.lockstep.emulator.http.Request;
import dev.lockstep.emulator.http.Routes;
import dev.lockstep.emulator.page.Html;
import java.util.Optional;
import java.util.SortedMap;

/** {@code /t/team/project/deployment}, where the service has its dashboard of a deployment. */
public final class DeploymentPage {

    private final Registry registry;
    private final Projects projects;
    private final Deployments deployments;

    public DeploymentPage(Registry registry, Projects projects, Deployments deployments) {
        this.registry = registry;
        this.projects = projects;
        this.deployments = deployments;
    }

    public void routes(Routes routes) {
        routes.add("GET /t/*/*/*", this::show);
    }

    private Reply show(Request request) {
        Optional<Team> team = registry.teams().stream()
                .filter(one -> one.slug().equals(request.part(0)))
                .findFirst();
        Optional<Project> project = team.flatMap(one -> projects.find(one, request.part(1)));
        return project.flatMap(one -> deployments.of(one).stream()
                        .filter(deployment -> deployment.name().equals(request.part(2)))
                        .findFirst()
                        .map(deployment -> page(team.orElseThrow(), one, deployment)))
                .orElseGet(() -> gone(request));
    }

    private static Reply gone(Request request) {
        return Frame.page(
                404,
                "No such deployment",
                Html.of(
                        "<h1>No such deployment</h1><p>The team <strong>%s</strong> has no deployment"
                                + " <strong>%s</strong> in a project <strong>%s</strong>. It may have been deleted.</p>",
                        request.part(0), request.part(2), request.part(1)));
    }

    private Reply page(Team team, Project project, ProjectDeployment deployment) {
        Optional<HostedDeployment> running = deployments.running(deployment);
        Html content = Html.of(
                """
                <h1>%s</h1>
                <p class="lead">A deployment of <strong>%s</strong> in the team <strong>%s</strong>.</p>
                <dl class="facts">
                <dt>Type</dt><dd>%s</dd>
                <dt>Reference</dt><dd>%s</dd>
                <dt>State</dt><dd>%s</dd>
                <dt>Deployment URL</dt><dd><code>%s</code></dd>
                <dt>HTTP actions URL</dt><dd><code>http://127.0.0.1:%s</code></dd>
                </dl>
                <h2>Tables</h2>
                %s
                <p class="until">The service has its dashboard here. Documents, variables and functions of this deployment
                are on the project’s page in Lockstep, and <code>npx convex data</code> shows them too.</p>
                """,
                deployment.name(),
                project.name(),
                team.name(),
                deployment.type(),
                deployment.traits().reference(),
                running.map(one -> one.isPaused() ? "Paused: calls of functions are refused" : "Running")
                        .orElse("Does not run: its port was taken when this machine started it"),
                deployment.url(),
                deployment.sitePort(),
                running.map(one -> tables(one.tables())).orElse(Html.NOTHING));
        return Frame.page(deployment.name(), content);
    }

    private static Html tables(SortedMap<String, Integer> counts) {
        if (counts.isEmpty()) {
            return Html.of("<p>None yet. A push with a schema or a first document makes one.</p>");
        }
        return Html.of(
                "<table class=\"counts\"><thead><tr><th>Table</th><th>Documents</th></tr></thead><tbody>%s</tbody></table>",
                Html.join(counts.entrySet().stream()
                        .map(entry -> Html.of("<tr><td>%s</td><td>%s</td></tr>", entry.getKey(), entry.getValue()))
                        .toList()));
    }
}
