package dev.lockstep.project.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.ConvexSide;
import dev.lockstep.LockstepApp;
import dev.lockstep.ProjectPerson;
import dev.lockstep.project.Connection;
import dev.lockstep.project.Connections;
import dev.lockstep.project.Projects;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.attempt.Choice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Two hundred projects of one team connect at the same moment: twenty of them to new projects, the rest to one. */
class ConnectBenchmark {

    private static final int MANY = 200;
    private static final int FRESH = 20;

    @Test
    void connectsTwoHundredProjectsAtOnce() throws Exception {
        try (var app = LockstepApp.start(LockstepApp.fresh("connect-benchmark"), "lockstep.limits.saves=1000000");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var convex = new ConvexSide(app);
            convex.rules("local", "projectQuota", 100);
            var connections = app.bean(Connections.class);
            var mary = ProjectPerson.signUp(app, "Mary");
            ConvexSide.Made shared = convex.make("local", "Shared");
            mary.connect(mary.project("First"), "local", new Choice.Existing(shared.project()));
            List<ProjectId> projects = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                projects.add(mary.project("Part " + i));
            }
            var together = new CyclicBarrier(MANY);

            long begun = System.nanoTime();
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                ProjectId project = projects.get(i);
                Choice choice = i < FRESH ? new Choice.Fresh("Part " + i) : new Choice.Existing(shared.project());
                running.add(threads.submit(() -> {
                    together.await();
                    mary.choose(project, "local", choice);
                    return "";
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
            LockstepApp.await(
                    "all have ended",
                    Duration.ofMinutes(3),
                    () -> connections.of(app.bean(Projects.class).of(mary.id())).size() == MANY + 1);
            long took = System.nanoTime() - begun;

            assertThat(projects)
                    .allSatisfy(project -> assertThat(mary.of(project).kind()).isEqualTo(Connection.Kind.CONNECTED));
            for (int i = 0; i < FRESH; i++) {
                assertThat(convex.projects("local", "Part " + i)).hasSize(1);
            }
            System.out.printf("bench connect-%d-projects %.1f s%n", MANY, took / 1e9);
        }
    }
}
