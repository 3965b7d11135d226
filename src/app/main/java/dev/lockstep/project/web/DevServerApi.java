package dev.lockstep.project.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.lockstep.account.CurrentAccount;
import dev.lockstep.project.DevServers;
import dev.lockstep.project.Projects;
import dev.lockstep.project.Visit;
import dev.lockstep.project.server.DevServer;
import dev.lockstep.project.server.DevServer.Mode;
import dev.lockstep.sandbox.process.SandboxKind;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A project's dev server, for programs. Starting what runs and stopping what does not are successes. */
@RestController
@RequestMapping("/api/convex/dev")
class DevServerApi {

    private final Projects projects;
    private final DevServers servers;
    private final CurrentAccount current;

    DevServerApi(Projects projects, DevServers servers, CurrentAccount current) {
        this.projects = projects;
        this.servers = servers;
        this.current = current;
    }

    /** @param running whether there is something to stop */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Status(
            String projectId,
            String status,
            boolean running,
            String mode,
            int pushes,
            @Nullable Instant startedAt,
            @Nullable Instant readyAt,
            @Nullable String outcome,
            @Nullable String error) {}

    /** @param mode {@code watch}, which is meant when it is absent, or {@code once} */
    record Start(String projectId, @Nullable String mode) {}

    record Stop(String projectId) {}

    @GetMapping("/status")
    Status status(@RequestParam String projectId) {
        return shown(visit(projectId));
    }

    @PostMapping("/start")
    ResponseEntity<Status> start(@RequestBody Start wish) {
        Visit visit = visit(wish.projectId());
        servers.start(visit.toChangeAsEditor(), mode(wish.mode()), SandboxKind.LOCAL);
        return ResponseEntity.accepted().body(shown(visit));
    }

    @PostMapping("/stop")
    ResponseEntity<Status> stop(@RequestBody Stop wish) {
        Visit visit = visit(wish.projectId());
        servers.stop(visit.toChangeAsEditor());
        return ResponseEntity.accepted().body(shown(visit));
    }

    private Visit visit(@Nullable String project) {
        return projects.visit(Callers.person(current), Callers.project(project));
    }

    private static Mode mode(@Nullable String word) {
        return switch (word == null ? "watch" : word) {
            case "watch" -> Mode.WATCH;
            case "once" -> Mode.ONCE;
            default ->
                throw new BadRequest(
                        "mode",
                        "The field mode must be watch or once.",
                        "Send one of the two, or leave it out for watch.");
        };
    }

    private Status shown(Visit visit) {
        DevServer server = servers.of(visit.asViewer());
        return new Status(
                visit.project().toString(),
                server.status().name().toLowerCase(Locale.ROOT),
                server.isUp(),
                server.mode().name().toLowerCase(Locale.ROOT),
                server.pushes(),
                server.startedAt().orElse(null),
                server.readyAt().orElse(null),
                server.outcome().orElse(null),
                server.error().orElse(null));
    }
}
