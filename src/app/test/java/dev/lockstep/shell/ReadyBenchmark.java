package dev.lockstep.shell;

import dev.lockstep.LockstepApp;
import dev.lockstep.ProjectPerson;
import dev.lockstep.project.Connections;
import dev.lockstep.project.DevServers;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.attempt.AttemptStatus;
import dev.lockstep.project.attempt.Choice;
import dev.lockstep.project.connect.Workshop;
import dev.lockstep.project.server.DevServer;
import dev.lockstep.project.server.DevServer.Mode;
import dev.lockstep.project.server.DevServer.Phase;
import dev.lockstep.project.server.DevServer.Status;
import dev.lockstep.sandbox.process.SandboxKind;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * From the click on Connect to a connection, and from the click on Start to READY, in their steps: with an empty npm
 * cache, with a filled one, and of a project that was started before. Whoever agrees at Convex takes no time here. Prints
 * {@code bench <name> <figure> <unit>}.
 */
@Tag("bench")
class ReadyBenchmark {

    @Test
    void becomesReady() throws Exception {
        try (var app = LockstepApp.start(LockstepApp.fresh("ready-benchmark"))) {
            var mary = ProjectPerson.signUp(app, "Mary");
            ProjectId first = project(app, mary, "cold");
            start(app, mary, first, "cold");
            ProjectId second = project(app, mary, "warm");
            start(app, mary, second, "warm");
            app.bean(DevServers.class).stop(mary.at(second).toChangeAsEditor());
            LockstepApp.await("it has stopped", () -> server(app, mary, second).status() == Status.STOPPED);
            start(app, mary, second, "again");
            app.bean(DevServers.class).stop(mary.at(first).toChangeAsEditor());
            app.bean(DevServers.class).stop(mary.at(second).toChangeAsEditor());
            LockstepApp.await(
                    "both have stopped",
                    () -> server(app, mary, first).status() == Status.STOPPED
                            && server(app, mary, second).status() == Status.STOPPED);
        }
    }

    private static ProjectId project(LockstepApp app, ProjectPerson mary, String name) throws Exception {
        ProjectId project = mary.project(name);
        long begun = System.nanoTime();
        URI callback = mary.agree(mary.leave(project), "local");
        mary.comeBack(callback);
        mary.settled(project, AttemptStatus.SELECTING);
        print(name + "-authorize-and-exchange", begun);
        long chosen = System.nanoTime();
        app.bean(Connections.class).select(mary.at(project).toChangeAsOwner(), new Choice.Fresh(name));
        mary.connected(project);
        print(name + "-provision", chosen);
        new Workshop(app::bean)
                .lastSteps(project)
                .forEach(step -> System.out.printf(
                        Locale.ROOT,
                        "bench ready-%s-step-%s %d ms%n",
                        name,
                        step.step(),
                        step.took().toMillis()));
        print(name + "-click-to-connected", begun);
        return project;
    }

    private static void start(LockstepApp app, ProjectPerson mary, ProjectId project, String name) throws Exception {
        Map<Phase, Long> seen = new EnumMap<>(Phase.class);
        long begun = System.nanoTime();
        app.bean(DevServers.class).start(mary.at(project).toChangeAsEditor(), Mode.WATCH, SandboxKind.LOCAL);
        LockstepApp.await("it is ready", Duration.ofMinutes(3), () -> {
            DevServer now = server(app, mary, project);
            now.phase().ifPresent(phase -> seen.putIfAbsent(phase, System.nanoTime()));
            return now.status() == Status.READY;
        });
        long end = System.nanoTime();
        long before = end;
        for (Phase phase : new Phase[] {Phase.PUSH, Phase.PACKAGES, Phase.FILES}) {
            long at = seen.getOrDefault(phase, before);
            System.out.printf(Locale.ROOT, "bench ready-%s-%s %.2f s%n", name, phase, (before - at) / 1e9);
            before = at;
        }
        System.out.printf(Locale.ROOT, "bench ready-%s-click-to-ready %.2f s%n", name, (end - begun) / 1e9);
    }

    private static DevServer server(LockstepApp app, ProjectPerson mary, ProjectId project) {
        return app.bean(DevServers.class).of(mary.at(project).asViewer());
    }

    private static void print(String name, long begun) {
        System.out.printf(Locale.ROOT, "bench ready-%s %.2f s%n", name, (System.nanoTime() - begun) / 1e9);
    }
}
