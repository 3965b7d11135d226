package dev.lockstep.emulator.convex.platform.management;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.emulator.convex.platform.estate.Caller;
import dev.lockstep.emulator.convex.platform.estate.Grants;
import dev.lockstep.emulator.convex.platform.estate.Wanted;
import dev.lockstep.emulator.convex.platform.oauth.OauthApplication;
import dev.lockstep.emulator.convex.platform.registry.Project;
import dev.lockstep.emulator.convex.platform.registry.ProjectDeployment;
import dev.lockstep.emulator.convex.platform.registry.Team;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import dev.lockstep.emulator.http.Reply;
import dev.lockstep.emulator.http.Request;
import dev.lockstep.emulator.http.Routes;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What came before {@code /v1} and is still asked for: by the CLI, and by platforms that were built on it. */
final class OlderEndpoints {

    private final Parts parts;
    private final OauthApplication application;

    OlderEndpoints(Parts parts, OauthApplication application) {
        this.parts = parts;
        this.application = application;
    }

    void routes(Routes routes) {
        // These two are asked with the very key that they are about.
        routes.add("POST /api/deployment/url_for_key", this::urlForKey)
                .add("POST /api/deployment/team_and_project_for_key", request -> Reply.json(describe(ofKey(request))))
                .add(
                        "GET /api/deployment/*/team_and_project",
                        request -> Reply.json(describe(parts.deployment(request))))
                .add("GET /api/teams", this::teams)
                .add("GET /api/dashboard/teams/*/usage/team_usage_state", this::usage)
                .add("GET /api/dashboard/teams/*/get_spending_limits", this::spending)
                .add("HEAD /api/authorize", this::authorized)
                .add("POST /api/check_opt_ins", this::optIns)
                .add("POST /api/create_project", this::createProject)
                .add("POST /api/dashboard/authorize", this::authorize)
                .add("POST /api/deployment/provision_and_authorize", this::provision)
                .add("POST /api/deployment/authorize_within_current_project", this::authorizeNamed)
                .add("POST /api/deployment/authorize_prod", this::authorizeProduction);
    }

    private Reply urlForKey(Request request) {
        return Reply.json(WireJson.node(ConvexValue.text(ofKey(request).url())));
    }

    private ProjectDeployment ofKey(Request request) {
        return parts.deployments()
                .opened(WireJson.text(request.json(), "deployKey"))
                .orElseThrow(() -> Refusal.unauthenticated("BadDeployKey", "No deployment has this deploy key"));
    }

    private ObjectNode describe(ProjectDeployment deployment) {
        Project project = parts.registry().project(deployment.projectId()).orElseThrow();
        Team team = parts.access().teamOf(project);
        return WireJson.object()
                .put("team", team.slug())
                .put("project", project.slug())
                .put("teamId", team.id())
                .put("projectId", project.id())
                .put("reference", deployment.traits().reference())
                .put("isDefault", deployment.traits().isDefault());
    }

    private Reply teams(Request request) {
        Caller caller = parts.caller(request);
        parts.access().requireWholeTeam(caller);
        ArrayNode list = WireJson.parse("[]").asArray();
        parts.registry().teams().stream()
                .filter(team -> !(caller instanceof Caller.Application one)
                        || one.grant().teamId() == team.id())
                .forEach(team -> list.addObject()
                        .put("id", team.id())
                        .put("name", team.name())
                        .put("slug", team.slug()));
        return Reply.json(list);
    }

    private Reply authorized(Request request) {
        parts.caller(request);
        return Reply.done();
    }

    /** Nobody comes near a limit here. CLIs ask when they have pushed, and 1.31 and 1.36 stop without an answer. */
    private Reply usage(Request request) {
        parts.caller(request);
        return Reply.json(WireJson.object().put("usageState", "Default"));
    }

    private Reply spending(Request request) {
        parts.caller(request);
        return Reply.json(WireJson.object().putNull("disableThresholdCents").putNull("state"));
    }

    /** There are no terms to accept here. */
    private Reply optIns(Request request) {
        parts.caller(request);
        ObjectNode none = WireJson.object();
        none.putArray("optInsToAccept");
        return Reply.json(none);
    }

    private Reply createProject(Request request) {
        Caller caller = parts.caller(request);
        JsonNode body = request.json();
        Team team = parts.access().team(caller, WireJson.text(body, "team"));
        Wanted wanted = Wanted.ofType(Bodies.text(body, "deploymentType").orElse("dev"));
        Project project = parts.projects().create(team, WireJson.text(body, "projectName"));
        ProjectDeployment deployment = parts.deployments().create(project, wanted);
        parts.audit()
                .note(caller, team.id(), "project:create", WireJson.object().put("projectId", project.id()));
        return Reply.json(WireJson.object()
                .put("projectSlug", project.slug())
                .put("projectId", project.id())
                .put("teamSlug", team.slug())
                .put("deploymentName", deployment.name())
                .put("prodUrl", deployment.url())
                .put("adminKey", adminKey(caller, deployment))
                .put("projectsRemaining", parts.projects().remaining(team)));
    }

    /** What opens the deployment: an application's own token, or for a person the deployment's key. */
    private static String adminKey(Caller caller, ProjectDeployment deployment) {
        return switch (caller) {
            case Caller.Person person -> deployment.deployKey(deployment.adminKey());
            case Caller.Application one ->
                deployment.type() + ":" + deployment.name() + "|" + one.token().reveal();
        };
    }

    /** A token of a person or of a team becomes one of a single project, for the application that asks. */
    private Reply authorize(Request request) {
        JsonNode body = request.json();
        Caller caller = parts.access().caller(Optional.of(WireJson.text(body, "authn_token")));
        JsonNode client = body.path("oauthApp");
        if (!application.matches(WireJson.text(client, "clientId"), WireJson.text(client, "clientSecret"))) {
            throw Refusal.forbidden("InvalidClient", "The client id or the client secret is wrong");
        }
        long id = Bodies.number(body, "projectId")
                .orElseThrow(() -> Refusal.badRequest("BadJsonBody", "The field `projectId` must be a whole number"));
        Project project = parts.access().project(caller, id);
        Grants.Issued issued = parts.grants().issue(parts.access().teamOf(project), Optional.of(project));
        return Reply.json(WireJson.object()
                .put("accessToken", Grants.secretPart(issued.token().reveal())));
    }

    /** The deployment of a type, made when there is none; with a project's token the names are not needed. */
    private Reply provision(Request request) {
        Caller caller = parts.caller(request);
        JsonNode body = request.json();
        Project project = named(caller, body);
        String type = WireJson.text(body, "deploymentType");
        if (!List.of("dev", "prod").contains(type)) {
            throw Refusal.badRequest("InvalidDeploymentType", "The type must be dev or prod");
        }
        return Reply.json(credentials(caller, provided(project, type)));
    }

    /** A deployment that is named, in the project that another one's name or two slugs tell. */
    private Reply authorizeNamed(Request request) {
        Caller caller = parts.caller(request);
        JsonNode body = request.json();
        JsonNode selection = body.path("projectSelection");
        Project project = Bodies.text(selection, "deploymentName")
                .map(name -> projectOf(caller, name))
                .orElseGet(() -> named(caller, selection));
        String name = WireJson.text(body, "selectedDeploymentName");
        ProjectDeployment deployment = parts.access().deployment(caller, name);
        if (deployment.projectId() != project.id()) {
            throw Refusal.notFound("DeploymentNotFound", "There is no deployment " + name + " in this project");
        }
        return Reply.json(credentials(caller, deployment));
    }

    /** The production of the project that has a deployment of this name. */
    private Reply authorizeProduction(Request request) {
        Caller caller = parts.caller(request);
        Project project = projectOf(caller, WireJson.text(request.json(), "deploymentName"));
        return Reply.json(credentials(caller, provided(project, "prod")));
    }

    private Project projectOf(Caller caller, String deployment) {
        return parts.access()
                .project(caller, parts.access().deployment(caller, deployment).projectId());
    }

    private ProjectDeployment provided(Project project, String type) {
        return parts.deployments()
                .ofType(project, type)
                .orElseGet(() -> parts.deployments().create(project, Wanted.ofType(type)));
    }

    private static ObjectNode credentials(Caller caller, ProjectDeployment deployment) {
        return WireJson.object()
                .put("adminKey", adminKey(caller, deployment))
                .put("url", deployment.url())
                .put("deploymentName", deployment.name())
                .put("deploymentType", deployment.type())
                .put("reference", deployment.traits().reference())
                .put("isDefault", deployment.traits().isDefault());
    }

    private Project named(Caller caller, JsonNode body) {
        Optional<String> team = Bodies.text(body, "teamSlug");
        Optional<String> project = Bodies.text(body, "projectSlug");
        if (team.isPresent() && project.isPresent()) {
            // A project's token may name its own project too, but asks nothing of the team.
            return parts.registry().projects().stream()
                    .filter(one -> one.slug().equals(project.get())
                            && parts.access().teamOf(one).slug().equals(team.get()))
                    .findFirst()
                    .map(one -> parts.access().project(caller, one.id()))
                    .orElseThrow(() -> Refusal.notFound("ProjectNotFound", "There is no project " + project.get()));
        }
        if (caller instanceof Caller.Application one && one.grant().projectId().isPresent()) {
            return parts.access().project(caller, one.grant().projectId().get());
        }
        throw Refusal.badRequest("BadJsonBody", "The fields `teamSlug` and `projectSlug` must be strings");
    }
}
