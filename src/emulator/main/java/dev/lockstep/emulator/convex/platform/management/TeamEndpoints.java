package dev.lockstep.emulator.convex.platform.management;

import dev.lockstep.emulator.convex.platform.estate.Caller;
import dev.lockstep.emulator.convex.platform.estate.Wanted;
import dev.lockstep.emulator.convex.platform.registry.AuditEvent;
import dev.lockstep.emulator.convex.platform.registry.ProjectDeployment;
import dev.lockstep.emulator.convex.platform.registry.Registry;
import dev.lockstep.emulator.convex.platform.registry.Team;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import dev.lockstep.emulator.http.Reply;
import dev.lockstep.emulator.http.Request;
import dev.lockstep.emulator.http.Routes;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** Whom a token belongs to, and what a whole team has. */
final class TeamEndpoints {

    private static final List<String> REGION_NAMES = List.of("US East (N. Virginia)", "EU West (Ireland)");

    private final Parts parts;

    TeamEndpoints(Parts parts) {
        this.parts = parts;
    }

    void routes(Routes routes) {
        routes.add("GET /v1/token_details", this::tokenDetails)
                .add("GET /v1/teams/*/list_deployments", this::deployments)
                .add("GET /v1/teams/*/list_local_deployments", this::localDeployments)
                .add("GET /v1/teams/*/list_deployment_regions", this::regions)
                .add("GET /v1/teams/*/list_deployment_classes", this::sizes)
                .add("GET /v1/teams/*/list_audit_log_events", this::events)
                .add("GET /v1/teams/*/list_members", this::members);
    }

    private Reply tokenDetails(Request request) {
        return Reply.json(
                switch (parts.caller(request)) {
                    // A personal token has no shape of its own there.
                    case Caller.Person person ->
                        WireJson.object()
                                .put("type", "teamToken")
                                .put("id", 0)
                                .put(
                                        "teamId",
                                        parts.registry().teams().getFirst().id())
                                .put("name", "local")
                                .put("createTime", 0);
                    case Caller.Application application -> details(application);
                });
    }

    private static ObjectNode details(Caller.Application application) {
        ObjectNode json = WireJson.object().put("id", application.grant().id());
        application
                .grant()
                .projectId()
                .ifPresentOrElse(
                        project -> json.put("type", "projectToken").put("projectId", project.longValue()),
                        () -> json.put("type", "teamToken")
                                .put("teamId", application.grant().teamId()));
        return json.put("name", "Lockstep")
                .put("createTime", application.grant().created().toEpochMilli());
    }

    private Reply deployments(Request request) {
        Team team = parts.team(request);
        List<ProjectDeployment> found = parts.projects().of(team).stream()
                .flatMap(project -> parts.deployments().of(project).stream())
                .filter(filters(request))
                .sorted(order(request))
                .toList();
        return Page.of(request, found, ProjectDeployment::json);
    }

    private static Predicate<ProjectDeployment> filters(Request request) {
        String sought = request.query("q").orElse("").toLowerCase(Locale.ROOT);
        Optional<String> type = request.query("deploymentType");
        Optional<String> project = request.query("projectId");
        Optional<Boolean> isDefault = request.flag("isDefault");
        Optional<String> creator = request.query("creator");
        return one -> (one.name().contains(sought)
                        || one.traits().reference().toLowerCase(Locale.ROOT).contains(sought))
                && type.filter(wanted -> !wanted.equals(one.type())).isEmpty()
                && project.filter(wanted -> !wanted.equals(String.valueOf(one.projectId())))
                        .isEmpty()
                && isDefault
                        .filter(wanted -> wanted != one.traits().isDefault())
                        .isEmpty()
                && creator.filter(wanted -> !wanted.equals(String.valueOf(Registry.MEMBER_ID)))
                        .isEmpty();
    }

    private static Comparator<ProjectDeployment> order(Request request) {
        Comparator<ProjectDeployment> order = switch (request.query("sortBy").orElse("createTime")) {
            case "name" -> Comparator.comparing(ProjectDeployment::name);
            case "deploymentType" -> Comparator.comparing(ProjectDeployment::type);
            default -> Comparator.comparingLong(ProjectDeployment::id);
        };
        return request.query("sortOrder").orElse("desc").equals("asc") ? order : order.reversed();
    }

    private Reply localDeployments(Request request) {
        parts.team(request);
        return Page.items(List.<ProjectDeployment>of(), ProjectDeployment::json);
    }

    private Reply regions(Request request) {
        parts.team(request);
        return Page.items(
                Wanted.REGIONS,
                name -> WireJson.object()
                        .put("name", name)
                        .put("displayName", REGION_NAMES.get(Wanted.REGIONS.indexOf(name)))
                        .put("available", true));
    }

    private Reply sizes(Request request) {
        parts.team(request);
        return Page.items(
                Wanted.SIZES, name -> WireJson.object().put("type", name).put("available", true));
    }

    private Reply events(Request request) {
        Team team = parts.team(request);
        if (parts.caller(request) instanceof Caller.Application) {
            throw Refusal.forbidden("Forbidden", "The audit log is not for applications");
        }
        long from = time(request, "from");
        long to = time(request, "to");
        Optional<String> action = request.query("action");
        List<AuditEvent> found = parts.registry().events().stream()
                .filter(event -> event.teamId() == team.id()
                        && event.at().toEpochMilli() >= from
                        && event.at().toEpochMilli() <= to
                        && action.filter(wanted -> !wanted.equals(event.action()))
                                .isEmpty())
                .sorted(Comparator.comparingLong(AuditEvent::id).reversed())
                .toList();
        return Page.of(request, found, AuditEvent::json);
    }

    private static long time(Request request, String name) {
        return request.query(name)
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElseThrow(() -> Refusal.badRequest(
                        "InvalidQueryParameter", "The parameter `" + name + "` must be a time in milliseconds"));
    }

    private Reply members(Request request) {
        if (parts.caller(request) instanceof Caller.Application) {
            throw Refusal.forbidden("Forbidden", "The list of members is not for applications");
        }
        parts.team(request);
        return Page.items(
                List.of(Registry.MEMBER_ID),
                id -> WireJson.object()
                        .put("id", id.longValue())
                        .put("name", "The person at this machine")
                        .put("email", "local@lockstep.invalid")
                        .put("role", "admin"));
    }
}
