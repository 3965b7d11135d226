package dev.lockstep.project.server;

import dev.lockstep.convex.deployment.ConvexDeployment;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.code.LocalEnv;
import dev.lockstep.project.code.Template;
import dev.lockstep.project.connection.ConnectedProjects;
import dev.lockstep.project.server.DevServer.Mode;
import dev.lockstep.project.server.DevServer.Status;
import dev.lockstep.sandbox.Sandboxes;
import dev.lockstep.sandbox.process.RunningProcess;
import dev.lockstep.sandbox.process.Sandbox;
import dev.lockstep.sandbox.process.SandboxKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Starts, stops and finds again the dev servers of projects. Starting what runs and stopping what does not are successes.
 * The row says what is wanted and known; the process is attended to by a {@link DevRun} on the node where it is, which hears
 * within a second or two of what another node has written there.
 */
@Component
public class DevServerRuns {

    /** A node that lives has heard of it long before. */
    private static final Duration UNTIL_HEARD = Duration.ofSeconds(60);

    private final DevServerRows rows;
    private final ConnectedProjects connected;
    private final Sandboxes sandboxes;
    private final Template template;
    private final Host host;
    private final Clock clock;
    private final Map<ProjectId, DevRun> runs = new ConcurrentHashMap<>();
    private final Map<ProjectId, DevLog> logs = new ConcurrentHashMap<>();
    private final Map<ProjectId, Asked> asked = new ConcurrentHashMap<>();

    /** What another node was asked to stop. */
    private record Asked(int run, Instant since) {}

    DevServerRuns(
            DevServerRows rows,
            ConnectedProjects connected,
            Sandboxes sandboxes,
            Template template,
            Host host,
            Clock clock) {
        this.rows = rows;
        this.connected = connected;
        this.sandboxes = sandboxes;
        this.template = template;
        this.host = host;
        this.clock = clock;
    }

    public DevServer of(ProjectId project) {
        return rows.find(project).map(DevServerEntity::shown).orElse(DevServer.NEVER);
    }

    /** Calls after every change of it that this node knows of, on any thread. @return ends it */
    public Runnable watch(ProjectId project, Runnable watcher) {
        return rows.watch(project, watcher);
    }

    /** What its dev servers on this node said. */
    public DevLog log(ProjectId project) {
        return logs.computeIfAbsent(project, unknown -> new DevLog(clock));
    }

    /** Where its dev server runs, or ran last. */
    private Sandbox sandbox(ProjectId project) {
        return sandboxes.open(of(project).sandbox(), project.toString());
    }

    /**
     * Where the project's code is kept: on this machine, or where there is no place for it here in the sandbox used last.
     * One in the cloud is kept for as long as its machine.
     */
    public Sandbox home(ProjectId project) {
        SandboxKind used = of(project).sandbox();
        boolean here = used == SandboxKind.LOCAL
                || sandboxes.problem(SandboxKind.LOCAL).isEmpty();
        return sandboxes.open(here ? SandboxKind.LOCAL : used, project.toString());
    }

    /** Where else the code is, as long as a dev server runs there. */
    public Optional<Sandbox> copy(ProjectId project) {
        DevServer server = of(project);
        return server.isUp() && home(project).kind() != server.sandbox()
                ? Optional.of(sandbox(project))
                : Optional.empty();
    }

    /**
     * Starts it, unless it is up. Returns when that is written down; what follows is told as news.
     *
     * @throws Problem when the project is not connected, is connected to production, or there is no such sandbox here
     */
    public void start(ProjectId project, PersonId person, Mode mode, SandboxKind kind) {
        ConvexDeployment deployment = connected
                .deployment(project)
                .orElseThrow(() -> new Problem(
                        new ProblemCode("NotConnected"),
                        Problem.Kind.PERMANENT,
                        "This project is not connected to Convex, so there is nothing to push to.",
                        "Connect it first.",
                        Problem.Words.of("push")));
        refuseProduction(project, deployment);
        Sandbox sandbox = sandboxes.open(kind, project.toString());
        sandbox.refusalToReach(deployment.url()).ifPresent(refusal -> {
            throw refusal;
        });
        Optional<Integer> begun = rows.change(
                project,
                row -> row.begin(kind, mode, host.name(), person, clock.instant())
                        ? Optional.of(row.run())
                        : Optional.empty());
        begun.ifPresent(number -> {
            var run = new DevRun(project, number, mode, sandbox, log(project), rows, clock);
            runs.put(project, run);
            // Another node may have been quicker to stop it than this one was to attend to it.
            if (!isWanted(project, number)) {
                run.stop();
            }
            Sandbox home = home(project);
            sandboxes
                    .unconfined(kind)
                    .ifPresent(sentence -> log(project).add(DevLog.Level.WARN, "This is not confined. " + sentence));
            Thread.ofVirtual().name("dev-server").start(() -> run.start(deployment, template, home));
        });
    }

    /** {@code convex dev} with a key to production would overwrite what customers use, without asking. */
    private void refuseProduction(ProjectId project, ConvexDeployment deployment) {
        boolean prod = deployment.key().reveal().startsWith("prod:")
                || connected
                        .find(project)
                        .filter(it -> it.deploymentType() == dev.lockstep.convex.deployment.DeploymentType.PROD)
                        .isPresent();
        if (prod) {
            throw new Problem(
                    new ProblemCode("ProductionKey"),
                    Problem.Kind.PERMANENT,
                    "The project is connected to a production deployment. A dev server would overwrite what is in use there.",
                    "Switch the connection to a deployment for development.");
        }
    }

    /**
     * Stops it, on whichever node it runs; what does not end within five seconds is ended. Stopping what is stopped does
     * nothing.
     */
    public void stop(ProjectId project) {
        if (rows.find(project).isEmpty()) {
            return;
        }
        Optional<DevServerEntity> stopping =
                rows.change(project, row -> row.stopping() ? Optional.of(row) : Optional.empty());
        stopping.ifPresent(row -> {
            DevRun run = runs.get(project);
            if (!row.host().equals(host.name())) {
                asked.put(project, new Asked(row.run(), clock.instant()));
            } else if (run != null) {
                run.stop();
            } else {
                // Nobody attends to it: a process that ended with this application, or never began.
                rows.changeIf(project, row.run(), it -> it.stopped(clock.instant()));
            }
        });
    }

    private boolean isWanted(ProjectId project, int run) {
        return rows.find(project)
                .filter(row -> row.run() == run && row.isWanted())
                .isPresent();
    }

    /** Stops what other nodes ask this one to stop, and sees what became of what it asks of them. */
    void hear() {
        for (DevServerEntity row : rows.of(host.name(), EnumSet.of(Status.STOPPING))) {
            // One that is not attended to yet is about to be found again, and learns it then.
            Optional.ofNullable(runs.get(row.project())).ifPresent(DevRun::stop);
        }
        asked.forEach(this::hear);
    }

    private void hear(ProjectId project, Asked wish) {
        boolean stopping = rows.find(project)
                .filter(row -> row.run() == wish.run() && row.isStopping())
                .isPresent();
        if (!stopping) {
            asked.remove(project, wish);
            rows.told(project);
        } else if (!clock.instant().isBefore(wish.since().plus(UNTIL_HEARD))) {
            asked.remove(project, wish);
            rows.changeIf(project, wish.run(), row -> row.unanswered(clock.instant()));
        }
    }

    /** Looks, now, at what a dev server needs. Asks the deployment. */
    public List<Check> checks(ProjectId project) {
        SandboxKind kind = of(project).sandbox();
        Optional<String> sandbox =
                sandboxes.problem(kind).map(problem -> problem.sentence() + " " + problem.nextStep());
        Optional<String> connection = Optional.empty();
        try {
            connected.check(project);
        } catch (Problem problem) {
            connection = Optional.of(problem.sentence() + " " + problem.nextStep());
        }
        return List.of(
                new Check(Check.Need.CONNECTION, connection),
                new Check(Check.Need.SANDBOX, sandbox),
                new Check(Check.Need.ENV_FILE, sandbox.isPresent() ? Optional.empty() : envTrouble(project)));
    }

    private Optional<String> envTrouble(ProjectId project) {
        String line = connected
                .deployment(project)
                .map(deployment -> "CONVEX_URL=" + deployment.url())
                .orElse("CONVEX_URL=");
        boolean there = sandbox(project).read(LocalEnv.PATH).orElse("").lines().anyMatch(line::equals);
        return there
                ? Optional.empty()
                : Optional.of(".env.local does not lead to this deployment. Starting writes it anew.");
    }

    /** Stops it and takes out of the project's files what leads to its deployment: for a project that is disconnected. */
    public void forget(ProjectId project) {
        stop(project);
        rows.find(project)
                // Where there is no such sandbox any more nothing can be taken out of it.
                .filter(row -> sandboxes.problem(row.sandbox()).isEmpty())
                .ifPresent(row -> LocalEnv.forget(sandbox(project)));
    }

    /** Finds the processes of an earlier run of this application again; those that are gone are told as lost. */
    void reattach() {
        for (DevServerEntity row :
                rows.of(host.name(), EnumSet.complementOf(EnumSet.of(Status.STOPPED, Status.LOST)))) {
            if (!row.isUp()) {
                continue;
            }
            Thread.ofVirtual().name("dev-server").start(() -> reattach(row.project(), row));
        }
    }

    private void reattach(ProjectId project, DevServerEntity row) {
        if (sandboxes.problem(row.sandbox()).isPresent()) {
            lost(project, row, "There is no place of its kind here any more: its key or its programs are gone.");
            return;
        }
        var run = new DevRun(
                project,
                row.run(),
                row.mode(),
                sandboxes.open(row.sandbox(), project.toString()),
                log(project),
                rows,
                clock);
        runs.put(project, run);
        Optional<RunningProcess> found = connected.deployment(project).flatMap(deployment -> run.find(row, deployment));
        if (found.isEmpty()) {
            runs.remove(project);
            lost(project, row, "Its process was not there any more after Lockstep had been restarted.");
        }
    }

    private void lost(ProjectId project, DevServerEntity row, String sentence) {
        rows.changeIf(project, row.run(), it -> it.lost(sentence, clock.instant()));
    }
}
