package dev.lockstep.project.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.SignedIn;
import dev.lockstep.ViewTest;
import dev.lockstep.convex.deployment.ConvexDeployment;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Secret;
import dev.lockstep.project.Projects;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.code.Template;
import dev.lockstep.project.server.DevServer.Mode;
import dev.lockstep.project.server.DevServer.Status;
import dev.lockstep.sandbox.process.SandboxKind;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Starts that take long, and what people do meanwhile. */
class DevRunTest extends ViewTest {

    private static final PersonId PERSON = new PersonId("user_of_a_slow_cloud");
    private static final ConvexDeployment DEPLOYMENT =
            new ConvexDeployment(URI.create("http://127.0.0.1:3210"), Secret.of("dev:key"));

    @Autowired
    private DevServerRows rows;

    @Autowired
    private Projects projects;

    @Autowired
    private Template template;

    @Autowired
    private Clock clock;

    private final HeldSandbox sandbox = new HeldSandbox();
    private ProjectId project;
    private DevRun run;

    @BeforeEach
    void begin() {
        project = projects.create(PERSON, "Slow").id();
        int number = rows.change(project, row -> {
            row.begin(SandboxKind.LOCAL, Mode.WATCH, "here", PERSON, clock.instant());
            return row.run();
        });
        run = new DevRun(project, number, Mode.WATCH, sandbox, new DevLog(clock), rows, clock);
    }

    @AfterEach
    void letGo() {
        sandbox.release();
    }

    private CompletableFuture<Void> inBackground(Runnable work) {
        return CompletableFuture.runAsync(work, task -> Thread.ofVirtual().start(task));
    }

    private DevServerEntity row() {
        return rows.find(project).orElseThrow();
    }

    /**
     * A press of Stop waited for as long as the cloud took to start the process, and the page stood still: both were done
     * under one lock. Stop is written down and returns; the start sees it when it is back, and ends what it has started.
     */
    @Test
    @SignedIn("user_of_a_slow_cloud")
    void stopsAtOnceWhileTheStartTakesLong() throws Exception {
        CompletableFuture<Void> starting = inBackground(() -> run.start(DEPLOYMENT, template, sandbox));
        sandbox.awaitAsked();

        rows.change(project, DevServerEntity::stopping);
        inBackground(run::stop).get(10, TimeUnit.SECONDS);
        assertThat(starting).isNotDone();
        assertThat(row().shown().status()).isEqualTo(Status.STOPPING);

        sandbox.release();
        starting.get(10, TimeUnit.SECONDS);
        assertThat(sandbox.process.alive()).isFalse();
        assertThat(row().shown().status()).isEqualTo(Status.STOPPED);
    }

    @Test
    @SignedIn("user_of_a_slow_cloud")
    void keepsWhatNobodyStops() throws Exception {
        CompletableFuture<Void> starting = inBackground(() -> run.start(DEPLOYMENT, template, sandbox));
        sandbox.release();
        starting.get(10, TimeUnit.SECONDS);

        assertThat(sandbox.process.alive()).isTrue();
        assertThat(row().handle()).contains("quiet");

        rows.change(project, DevServerEntity::stopping);
        run.stop();
        assertThat(row().shown().status()).isEqualTo(Status.STOPPED);
    }

    /** Its node was silent for so long that the run was given up elsewhere: nobody would ever stop the process. */
    @Test
    @SignedIn("user_of_a_slow_cloud")
    void endsWhatIsStartedForARunThatIsOver() throws Exception {
        CompletableFuture<Void> starting = inBackground(() -> run.start(DEPLOYMENT, template, sandbox));
        sandbox.awaitAsked();
        rows.change(project, row -> row.stopping() && row.unanswered(clock.instant()));

        sandbox.release();
        starting.get(10, TimeUnit.SECONDS);

        assertThat(sandbox.process.alive()).isFalse();
    }

    /** The row was read before somebody pressed Stop. */
    @Test
    @SignedIn("user_of_a_slow_cloud")
    void endsWhatIsFoundAgainWhenItWasStoppedMeanwhile() throws Exception {
        rows.change(project, row -> row.launched("quiet"));
        DevServerEntity before = row();
        CompletableFuture<Void> finding = inBackground(() -> run.find(before, DEPLOYMENT));
        sandbox.awaitAsked();

        rows.change(project, DevServerEntity::stopping);
        inBackground(run::stop).get(10, TimeUnit.SECONDS);
        sandbox.release();
        finding.get(10, TimeUnit.SECONDS);

        assertThat(sandbox.process.alive()).isFalse();
        assertThat(row().shown().status()).isEqualTo(Status.STOPPED);
    }
}
