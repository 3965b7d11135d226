package dev.lockstep.project.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.lockstep.account.CurrentAccount;
import dev.lockstep.core.Problem;
import dev.lockstep.project.Connection;
import dev.lockstep.project.Connections;
import dev.lockstep.project.Projects;
import dev.lockstep.project.Visit;
import dev.lockstep.project.attempt.Attempt;
import dev.lockstep.project.attempt.Choice;
import dev.lockstep.project.connection.Connected;
import dev.lockstep.project.connection.ConnectedProjects.Parting;
import dev.lockstep.project.grant.Grant;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What the pages do about a project's connection, for programs: JSON, with the session's cookie, and with the token against
 * forgery for what changes something. Answers hold no key and no token. Described in {@code /lockstep/convex-api.yaml}.
 */
@RestController
@RequestMapping("/api/convex")
class ConvexApi {

    private final Projects projects;
    private final Connections connections;
    private final CurrentAccount current;

    ConvexApi(Projects projects, Connections connections, CurrentAccount current) {
        this.projects = projects;
        this.connections = connections;
        this.current = current;
    }

    /** How a project stands. Absent parts are left out. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Status(
            String projectId,
            String kind,
            @Nullable String teamSlug,
            @Nullable String projectSlug,
            @Nullable String deploymentName,
            @Nullable String deploymentType,
            @Nullable URI deploymentUrl,
            @Nullable URI siteUrl,
            @Nullable URI dashboardUrl,
            @Nullable String error,
            @Nullable AttemptStatus attempt) {}

    /** How far the attempt under way, or the last one that failed, is. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AttemptStatus(
            String id,
            String status,
            List<Step> steps,
            @Nullable String code,
            @Nullable String error,
            @Nullable String nextStep) {}

    record Step(String name, String state, long tookMillis) {}

    /**
     * What to connect to: an authorised team with the name of a new project or the id of one it has; or the address of and
     * the key to a deployment of one's own.
     */
    record Wish(
            String projectId,
            @Nullable String teamSlug,
            @Nullable String projectName,
            @Nullable Long convexProjectId,
            @Nullable String url,
            @Nullable String adminKey) {}

    /** @param parting {@code forget}, {@code deleteKey} (which is meant when it is absent) or {@code deleteProject} */
    record Farewell(
            String projectId,
            @Nullable String parting,
            @Nullable String confirm) {}

    @GetMapping("/status")
    Status status(@RequestParam String projectId) {
        return shown(connections.of(visit(projectId).asViewer()));
    }

    @PostMapping("/connect")
    ResponseEntity<Status> connect(@RequestBody Wish wish) {
        Visit visit = visit(wish.projectId());
        // Before anything is said of teams: what is somebody else's is not there at all.
        String name = connections.of(visit.asViewer()).project().name();
        if (wish.url() != null || wish.adminKey() != null) {
            connections.selfHosted(visit.toChangeAsOwner(), text(wish.url()), text(wish.adminKey()));
            return ResponseEntity.ok(shown(connections.of(visit.asViewer())));
        }
        Grant team = connections.teams(visit.person()).stream()
                .filter(grant -> grant.teamSlug().equals(text(wish.teamSlug())))
                .findFirst()
                .orElseThrow(() -> new AuthorizationNeeded(visit.project()));
        Choice choice = wish.convexProjectId() != null
                ? new Choice.Existing(wish.convexProjectId())
                : new Choice.Fresh(Optional.ofNullable(wish.projectName()).orElse(name));
        connections.withTeam(visit.toChangeAsOwner(), team.id());
        try {
            connections.select(visit.toChangeAsOwner(), choice);
        } catch (Problem problem) {
            // Nobody is there to choose something else.
            connections.cancel(visit.toChangeAsOwner());
            throw problem;
        }
        return ResponseEntity.accepted().body(shown(connections.of(visit.asViewer())));
    }

    @PostMapping("/disconnect")
    Status disconnect(@RequestBody Farewell farewell) {
        Visit visit = visit(farewell.projectId());
        Parting parting = parting(text(farewell.parting()));
        String slug = connections
                .of(visit.asViewer())
                .connected()
                .flatMap(Connected::projectSlug)
                .orElse("");
        if (parting == Parting.DELETE_PROJECT && !slug.equals(text(farewell.confirm()))) {
            throw new BadRequest(
                    "confirm", "Deleting needs the project's slug in confirm.", "Send \"confirm\": \"" + slug + "\".");
        }
        connections.disconnect(visit.toChangeAsOwner(), parting);
        return shown(connections.of(visit.asViewer()));
    }

    private static Status shown(Connection connection) {
        Optional<Connected> connected = connection.connected();
        return new Status(
                connection.project().id().toString(),
                connection.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                connected.flatMap(Connected::teamSlug).orElse(null),
                connected.flatMap(Connected::projectSlug).orElse(null),
                connected.flatMap(Connected::deploymentName).orElse(null),
                connected.map(it -> it.deploymentType().word()).orElse(null),
                connected.map(Connected::deploymentUrl).orElse(null),
                connected.flatMap(Connected::siteUrl).orElse(null),
                connection.dashboard().orElse(null),
                connected.flatMap(Connected::error).orElse(null),
                connection.attempt().map(ConvexApi::shown).orElse(null));
    }

    private static AttemptStatus shown(Attempt attempt) {
        return new AttemptStatus(
                attempt.id().toString(),
                attempt.status().name().toLowerCase(Locale.ROOT),
                attempt.steps().stream()
                        .map(step -> new Step(
                                step.step().name().toLowerCase(Locale.ROOT),
                                step.progress().name().toLowerCase(Locale.ROOT),
                                step.took().toMillis()))
                        .toList(),
                attempt.fault().map(fault -> fault.code()).orElse(null),
                attempt.fault().map(fault -> fault.sentence()).orElse(null),
                attempt.fault().map(fault -> fault.nextStep()).orElse(null));
    }

    private Visit visit(@Nullable String project) {
        return projects.visit(Callers.person(current), Callers.project(project));
    }

    private static Parting parting(String word) {
        return switch (word) {
            case "forget" -> Parting.FORGET;
            case "", "deleteKey" -> Parting.DELETE_KEY;
            case "deleteProject" -> Parting.DELETE_PROJECT;
            default ->
                throw new BadRequest(
                        "parting",
                        "The field parting must be forget, deleteKey or deleteProject.",
                        "Send one of the three, or leave it out for deleteKey.");
        };
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }
}
