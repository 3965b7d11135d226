package dev.lockstep.project.server;

import dev.lockstep.convex.deployment.ConvexDeployment;
import dev.lockstep.core.Problem;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.code.CodeCopy;
import dev.lockstep.project.code.LocalEnv;
import dev.lockstep.project.code.Template;
import dev.lockstep.project.server.DevLog.Level;
import dev.lockstep.project.server.DevServer.Mode;
import dev.lockstep.project.server.DevServer.Phase;
import dev.lockstep.sandbox.process.Exit;
import dev.lockstep.sandbox.process.InstallProgress;
import dev.lockstep.sandbox.process.Installed;
import dev.lockstep.sandbox.process.LogLine;
import dev.lockstep.sandbox.process.ProcessHandleText;
import dev.lockstep.sandbox.process.ProcessRequest;
import dev.lockstep.sandbox.process.RunningProcess;
import dev.lockstep.sandbox.process.Sandbox;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One start of a dev server and what comes of it: files, packages, the tool, its words, its end.
 *
 * <p>Holds the process and whether it is to stop. {@link #start} runs on a thread of its own; lines come on one thread of the
 * sandbox's, in order.
 */
final class DevRun {

    private static final Logger LOG = LoggerFactory.getLogger(DevRun.class);
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** A push that says nothing for so long will not come any more. */
    private static final Duration UNTIL_READY = Duration.ofSeconds(90);

    private final ProjectId project;
    private final int number;
    private final Mode mode;
    private final Sandbox sandbox;
    private final DevLog log;
    private final DevServerRows rows;
    private final Clock clock;
    private final PushReader reader = new PushReader();

    // Guarded by this, under which nothing is asked of the sandbox or the database.
    private @Nullable RunningProcess process;
    private boolean stopping;
    private @Nullable Thread installer;

    DevRun(ProjectId project, int number, Mode mode, Sandbox sandbox, DevLog log, DevServerRows rows, Clock clock) {
        this.project = project;
        this.number = number;
        this.mode = mode;
        this.sandbox = sandbox;
        this.log = log;
        this.rows = rows;
        this.clock = clock;
    }

    /**
     * Blocks until the tool runs or could not be started.
     *
     * @param home where the code is kept
     */
    void start(ConvexDeployment deployment, Template template, Sandbox home) {
        try {
            log.add(Level.NOTE, "Starting: files");
            template.write(home);
            CodeCopy.refuseLeavingImports(home);
            if (home.kind() != sandbox.kind()) {
                CodeCopy.bring(home, sandbox);
            }
            LocalEnv.write(sandbox, deployment);
            phase(Phase.PACKAGES);
            log.add(Level.NOTE, "Starting: packages");
            Installed installed = install();
            log.add(
                    Level.NOTE,
                    installed == Installed.ALREADY ? "The packages are there already." : "The packages are there.");
            phase(Phase.PUSH);
            log.add(
                    Level.NOTE,
                    "Starting: convex dev " + (mode == Mode.ONCE ? "--once " : "") + "to " + deployment.url());
            launch(deployment);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /** Only this may be interrupted: it waits for npm, and not for a database that would take it amiss. */
    private Installed install() {
        synchronized (this) {
            installer = stopping ? null : Thread.currentThread();
        }
        try {
            return sandbox.installDependencies(this::installing);
        } finally {
            synchronized (this) {
                installer = null;
                Thread.interrupted();
            }
        }
    }

    private void launch(ConvexDeployment deployment) {
        if (isStopping()) {
            ended(new Exit.Stopped());
            return;
        }
        // Under no lock: it takes as long as a cloud does, and a press of Stop must not wait for it.
        RunningProcess started = sandbox.start(request(deployment));
        hold(started);
        boolean wanted = rows.changeIf(
                project, number, row -> row.launched(started.handle().text()));
        attend(started);
        stopIf(!wanted);
        started.exited()
                .copy()
                .orTimeout(UNTIL_READY.toSeconds(), TimeUnit.SECONDS)
                .exceptionally(late -> {
                    giveUp();
                    return new Exit.Stopped();
                });
    }

    private ProcessRequest request(ConvexDeployment deployment) {
        List<String> argv =
                new ArrayList<>(List.of("node", "node_modules/convex/bin/main.js", "dev", "--typecheck=disable"));
        if (mode == Mode.ONCE) {
            argv.add("--once");
        } else {
            // Without a terminal the tool would keep the functions' own log to itself.
            argv.addAll(List.of("--tail-logs", "always"));
        }
        String url = deployment.url().toString();
        return ProcessRequest.of("convex-dev", argv.toArray(String[]::new))
                .with("CONVEX_SELF_HOSTED_URL", url)
                .with("CONVEX_SELF_HOSTED_ADMIN_KEY", deployment.key())
                // The tool asks these hosts about itself only; the deployment answers "no" at once, also without
                // internet.
                .with("CONVEX_PROVISION_HOST", url)
                .with("CONVEX_VERSION_API_ORIGIN", url)
                .with("CI", "1")
                .with("NO_COLOR", "1")
                .reaching(deployment.url());
    }

    /** Looks for the process of an earlier run of the application. */
    Optional<RunningProcess> find(DevServerEntity row, ConvexDeployment deployment) {
        Optional<RunningProcess> found =
                row.handle().flatMap(text -> sandbox.reattach(new ProcessHandleText(text), List.of(deployment.key())));
        found.ifPresent(again -> {
            log.add(Level.NOTE, "Lockstep was restarted and found the dev server again.");
            hold(again);
            attend(again);
            stopIf(row.isStopping());
        });
        return found;
    }

    /** From now on Stop finds it. */
    private synchronized void hold(RunningProcess there) {
        process = there;
    }

    /** Also when that was asked for while the process was being started or looked for, and there was none to stop. */
    private void stopIf(boolean unwanted) {
        RunningProcess running;
        synchronized (this) {
            stopping |= unwanted;
            running = stopping ? process : null;
        }
        if (running != null) {
            running.stop(GRACE);
        }
    }

    private void attend(RunningProcess attended) {
        Hearing.of(attended, this::heard, this::ended);
    }

    /** Asking again does nothing. */
    void stop() {
        RunningProcess running;
        synchronized (this) {
            if (stopping) {
                return;
            }
            stopping = true;
            running = process;
            if (installer != null) {
                installer.interrupt();
            }
        }
        log.add(Level.NOTE, "Stopping");
        // One that has no process yet sees this before it starts one, and again when it has started it.
        if (running != null) {
            running.stop(GRACE);
        }
    }

    private void installing(InstallProgress progress) {
        if (!progress.line().isBlank()) {
            log.add(Level.OUT, progress.line());
        }
    }

    private void heard(LogLine line) {
        PushReader.News news = reader.read(line.text());
        log.add(level(news, line.text()), line.text());
        switch (news) {
            case READY -> rows.changeIf(project, number, row -> row.pushed(clock.instant()));
            case FAILED -> rows.changeIf(project, number, row -> row.failedToPush(reader.trouble()));
            case BEGUN, NOTHING -> {
                // A push that goes on says nothing yet about how the server is.
            }
        }
    }

    /** A function's own warnings and errors count as such; everything else that the tool prints is plain. */
    private static Level level(PushReader.News news, String line) {
        if (PushReader.isLog(line)) {
            return line.contains("[ERROR]") ? Level.ERROR : line.contains("[WARN]") ? Level.WARN : Level.OUT;
        }
        return news == PushReader.News.FAILED ? Level.ERROR : Level.OUT;
    }

    private void giveUp() {
        String sentence = "The dev server did not report ready in " + UNTIL_READY.toSeconds() + " s.";
        if (!rows.changeIf(project, number, row -> row.late(sentence))) {
            return;
        }
        log.add(Level.ERROR, sentence);
        RunningProcess running;
        synchronized (this) {
            running = process;
        }
        if (running != null) {
            running.stop(GRACE);
        }
    }

    private void ended(Exit exit) {
        log.add(exit.isSuccess() || exit instanceof Exit.Stopped ? Level.NOTE : Level.ERROR, exit.sentence());
        rows.changeIf(project, number, row -> row.ended(exit, clock.instant()));
    }

    private void failed(RuntimeException failure) {
        if (isStopping()) {
            ended(new Exit.Stopped());
            return;
        }
        boolean told = failure instanceof Problem;
        if (!told) {
            LOG.error("A dev server could not be started project={}", project, failure);
        }
        String sentence = told
                ? ((Problem) failure).sentence() + " " + ((Problem) failure).nextStep()
                : "Something in Lockstep went wrong; it is in the log.";
        log.add(Level.ERROR, sentence);
        rows.changeIf(project, number, row -> row.failedToStart(sentence, clock.instant()));
        // A process that was started all the same would be stopped by nobody.
        stopIf(true);
    }

    private synchronized boolean isStopping() {
        return stopping;
    }

    private void phase(Phase phase) {
        rows.changeIf(project, number, row -> row.reached(phase));
    }
}
