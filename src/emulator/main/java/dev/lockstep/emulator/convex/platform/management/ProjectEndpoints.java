package dev.lockstep.emulator.convex.platform.management;

import dev.lockstep.emulator.convex.platform.estate.Caller;
import dev.lockstep.emulator.convex.platform.estate.Projects;
import dev.lockstep.emulator.convex.platform.estate.Wanted;
import dev.lockstep.emulator.convex.platform.registry.DefaultVariable;
import dev.lockstep.emulator.convex.platform.registry.Project;
import dev.lockstep.emulator.convex.platform.registry.ProjectDeployment;
import dev.lockstep.emulator.convex.platform.registry.Team;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import dev.lockstep.emulator.http.Reply;
import dev.lockstep.emulator.http.Request;
import dev.lockstep.emulator.http.Routes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Projects: made, found, renamed, deleted, and what their new deployments start with. */
final class ProjectEndpoints {

    private static final Set<String> CREATE_FIELDS =
            Set.of("projectName", "deploymentType", "deploymentClass", "deploymentRegion");

    private final Parts parts;

    ProjectEndpoints(Parts parts) {
        this.parts = parts;
    }

    void routes(Routes routes) {
        routes.add("POST /v1/teams/*/create_project", this::create)
                .add("GET /v1/teams/*/projects", this::list)
                .add("GET /v1/teams/*/projects/*", request -> Reply.json(parts.json(bySlug(request))))
                .add("GET /v1/teams/*/projects/*/deployment", request -> deployment(request, bySlug(request)))
                .add("GET /v1/projects/*", request -> Reply.json(parts.json(parts.project(request))))
                .add("PATCH /v1/projects/*", this::update)
                .add("POST /v1/projects/*/delete", this::delete)
                .add("GET /v1/projects/*/list_deployments", this::deployments)
                .add("GET /v1/projects/*/deployment", request -> deployment(request, parts.project(request)))
                .add("GET /v1/projects/*/list_default_environment_variables", this::defaults)
                .add("POST /v1/projects/*/update_default_environment_variables", this::updateDefaults);
    }

    private Reply create(Request request) {
        Caller caller = parts.caller(request);
        Team team = parts.team(request);
        JsonNode body = request.json();
        Bodies.only(body, CREATE_FIELDS);
        // Looked at before anything is made.
        Optional<Wanted> wanted = Bodies.text(body, "deploymentType")
                .map(type -> new Wanted(
                        type,
                        Bodies.text(body, "deploymentClass"),
                        Bodies.text(body, "deploymentRegion"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Wanted.Local.NOTHING));
        Project project = parts.projects().create(team, WireJson.text(body, "projectName"));
        parts.audit()
                .note(caller, team.id(), "project:create", WireJson.object().put("projectId", project.id()));
        ObjectNode answer = WireJson.object()
                .put("projectId", project.id())
                .put("id", project.id())
                .put("slug", project.slug());
        wanted.ifPresent(one -> {
            ProjectDeployment deployment = parts.deployments().create(project, one);
            answer.put("deploymentName", deployment.name()).put("deploymentUrl", deployment.url());
        });
        return Reply.json(answer);
    }

    private Reply list(Request request) {
        String sought = request.query("q").orElse("").toLowerCase(Locale.ROOT);
        List<Project> found = parts.projects().of(parts.team(request)).stream()
                .filter(project -> project.name().toLowerCase(Locale.ROOT).contains(sought)
                        || project.slug().contains(sought))
                .toList();
        return Page.of(request, found, parts::json);
    }

    private Project bySlug(Request request) {
        Team team = parts.teamByIdOrSlug(request);
        return parts.projects()
                .find(team, request.part(1))
                .orElseThrow(() -> Refusal.notFound(
                        "ProjectNotFound", "The team " + team.slug() + " has no project " + request.part(1)));
    }

    private Reply update(Request request) {
        Caller caller = parts.caller(request);
        parts.access().requireWholeTeam(caller);
        Project project = parts.project(request);
        JsonNode body = request.json();
        Bodies.only(body, Set.of("name", "slug"));
        Project changed = parts.projects().update(project, Bodies.text(body, "name"), Bodies.text(body, "slug"));
        parts.audit()
                .note(
                        caller,
                        project.teamId(),
                        "project:update",
                        WireJson.object().put("projectId", project.id()));
        return Reply.json(parts.json(changed));
    }

    private Reply delete(Request request) {
        Caller caller = parts.caller(request);
        parts.access().requireWholeTeam(caller);
        Project project = parts.project(request);
        parts.deployments().delete(project);
        parts.audit()
                .note(
                        caller,
                        project.teamId(),
                        "project:delete",
                        WireJson.object().put("projectId", project.id()));
        return Reply.done();
    }

    private Reply deployments(Request request) {
        Optional<Boolean> isDefault = request.flag("isDefault");
        Optional<String> type = request.query("deploymentType");
        // There are no local ones of other devices to include.
        request.flag("includeLocal");
        List<ProjectDeployment> found = parts.deployments().of(parts.project(request)).stream()
                .filter(one -> isDefault
                        .filter(wanted -> wanted != one.traits().isDefault())
                        .isEmpty())
                .filter(one -> type.filter(wanted -> !wanted.equals(one.type())).isEmpty())
                .toList();
        return Reply.json(Page.array(found, ProjectDeployment::json));
    }

    private Reply deployment(Request request, Project project) {
        Optional<String> reference = request.query("reference");
        boolean prod = request.flag("defaultProd").orElse(false);
        boolean dev = request.flag("defaultDev").orElse(false);
        int asked = (reference.isPresent() ? 1 : 0) + (prod ? 1 : 0) + (dev ? 1 : 0);
        if (asked != 1) {
            throw Refusal.badRequest(
                    "InvalidQueryParameter", "Ask with exactly one of `reference`, `defaultProd` and `defaultDev`");
        }
        return reference
                .map(wanted -> parts.deployments().of(project).stream()
                        .filter(one -> one.traits().reference().equals(wanted))
                        .findFirst())
                .orElseGet(() -> parts.deployments().ofType(project, prod ? "prod" : "dev"))
                .map(found -> Reply.json(found.json()))
                .orElseThrow(() -> Refusal.notFound(
                        "DeploymentNotFound", "The project " + project.slug() + " has no such deployment"));
    }

    private Reply defaults(Request request) {
        Optional<String> name = request.query("name");
        Optional<String> type = request.query("deploymentType");
        // One row for a name and a value, with all the types that share it.
        Map<String, ObjectNode> rows = new LinkedHashMap<>();
        var sorted = new TreeMap<String, DefaultVariable>();
        parts.project(request).defaults().forEach(one -> sorted.put(one.name() + "\n" + one.deploymentType(), one));
        for (DefaultVariable one : sorted.values()) {
            boolean sought = name.filter(wanted -> !wanted.equals(one.name())).isEmpty()
                    && type.filter(wanted -> !wanted.equals(one.deploymentType()))
                            .isEmpty();
            if (sought) {
                ObjectNode row = rows.computeIfAbsent(one.name() + "\n" + one.value(), key -> {
                    ObjectNode fresh = WireJson.object().put("name", one.name()).put("value", one.value());
                    fresh.putArray("deploymentTypes");
                    return fresh;
                });
                row.withArray("deploymentTypes").add(one.deploymentType());
            }
        }
        return Page.of(request, List.copyOf(rows.values()), row -> row);
    }

    private Reply updateDefaults(Request request) {
        Caller caller = parts.caller(request);
        Project project = parts.project(request);
        JsonNode body = request.json();
        Bodies.only(body, Set.of("changes"));
        var changes = new ArrayList<Projects.Change>();
        for (JsonNode change : body.path("changes")) {
            Bodies.only(change, Set.of("name", "deploymentType", "value"));
            changes.add(new Projects.Change(
                    WireJson.text(change, "name"),
                    WireJson.text(change, "deploymentType"),
                    Bodies.text(change, "value")));
        }
        parts.projects().update(project, changes);
        for (Projects.Change change : changes) {
            String action = change.value().isPresent() ? "update" : "delete";
            parts.audit()
                    .note(
                            caller,
                            project.teamId(),
                            "defaultEnvironmentVariable:" + action,
                            WireJson.object().put("projectId", project.id()).put("variableName", change.name()));
        }
        return Reply.done();
    }
}
