package dev.lockstep.sandbox.e2b;

import dev.lockstep.core.Secret;
import dev.lockstep.sandbox.e2b.wire.ConnectError;
import dev.lockstep.sandbox.e2b.wire.ConnectStream;
import dev.lockstep.sandbox.e2b.wire.Envd;
import dev.lockstep.sandbox.e2b.wire.Http;
import dev.lockstep.sandbox.e2b.wire.MachineGone;
import dev.lockstep.sandbox.process.ProcessHandleText;
import dev.lockstep.sandbox.process.ProcessLimits;
import dev.lockstep.sandbox.process.ProcessRequest;
import dev.lockstep.sandbox.process.RunningProcess;
import dev.lockstep.sandbox.process.SandboxProblem;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of one project in its machine. While one runs, the machine's time is extended every third of it: a machine
 * whose application never comes back ends by itself. Nothing is asked of the network under its lock: of two who start the
 * same at once one is refused, and what was begun before the sandbox was left is not attended to.
 */
final class E2bRuns {

    private static final Logger LOG = LoggerFactory.getLogger(E2bRuns.class);

    private final Lease lease;
    private final E2bSurroundings surroundings;
    private final Map<String, E2bProcess> attached = new ConcurrentHashMap<>();

    /** By name; completes when the start has come to its end, whichever. */
    private final Map<String, CompletableFuture<Void>> starting = new ConcurrentHashMap<>();

    // Guarded by this.
    private @Nullable Future<?> extending;
    /** Counts how often the sandbox was left. */
    private int epoch;

    E2bRuns(Lease lease, E2bSurroundings surroundings) {
        this.lease = lease;
        this.surroundings = surroundings;
    }

    /** @param folder the machine's own path */
    RunningProcess start(ProcessRequest request, String folder) {
        var over = new CompletableFuture<Void>();
        if (starting.putIfAbsent(request.name(), over) != null) {
            throw SandboxProblem.running(request.name());
        }
        try {
            int begun = epoch();
            return start(request, folder, lease.required(), begun);
        } finally {
            starting.remove(request.name());
            over.complete(null);
        }
    }

    private synchronized int epoch() {
        return epoch;
    }

    private RunningProcess start(ProcessRequest request, String folder, Envd envd, int begun) {
        try {
            return launch(request, folder, envd, begun);
        } catch (ConnectError e) {
            throw notStarted(request, e.getMessage());
        } catch (MachineGone e) {
            lease.forget(envd);
            throw SandboxProblem.gone();
        } catch (IOException e) {
            throw Http.unreachable();
        }
    }

    private RunningProcess launch(ProcessRequest request, String folder, Envd envd, int begun) throws IOException {
        if (find(envd, request.name()).isPresent()) {
            throw SandboxProblem.running(request.name());
        }
        String run = UUID.randomUUID().toString();
        String tag = tag(request.name()) + run;
        ConnectStream stream = envd.stream("process.Process/Start", ProcessGroup.start(request, run, tag, folder));
        var group = new ProcessGroup(run, pid(request, stream));
        var handle = E2bHandle.of(
                request.name(), envd.machine().id(), group, surroundings.clock().instant(), request.limits());
        LOG.info(
                "Cloud process started name={} machine={} run={}",
                request.name(),
                envd.machine().id(),
                run);
        E2bProcess process = attach(handle, envd, request.secrets().values(), begun);
        process.follow(stream);
        return process;
    }

    private static int pid(ProcessRequest request, ConnectStream stream) throws IOException {
        try {
            return stream.next()
                    .flatMap(said -> ProcessEvent.of(said).started())
                    .orElseThrow(() -> notStarted(request, "it said nothing of its start"));
        } catch (IOException | SandboxProblem e) {
            stream.close();
            throw e;
        }
    }

    /** Envd keeps it beside a process, so that a process is found that nobody has a handle of. */
    private static String tag(String name) {
        return "lockstep:" + name + ":";
    }

    private static Optional<ProcessGroup> find(Envd envd, String name) throws ConnectError {
        return envd.call("process.Process/List", Envd.object())
                .path("processes")
                .valueStream()
                .filter(process -> process.path("tag").asString("").startsWith(tag(name)))
                .map(process -> new ProcessGroup(
                        process.path("tag").asString("").substring(tag(name).length()),
                        process.path("pid").asInt(0)))
                .findFirst();
    }

    /** Waits for a start of this name that is under way: what it starts is what is looked for. */
    Optional<RunningProcess> running(String name, Collection<Secret> secrets) {
        int begun = epoch();
        starting.getOrDefault(name, CompletableFuture.completedFuture(null)).join();
        Optional<Envd> envd = lease.existing();
        if (envd.isEmpty()) {
            return Optional.empty();
        }
        try {
            return find(envd.get(), name).map(group -> join(envd.get(), name, group, secrets, begun));
        } catch (ConnectError e) {
            throw Lease.refused(e);
        }
    }

    private synchronized RunningProcess join(
            Envd envd, String name, ProcessGroup group, Collection<Secret> secrets, int begun) {
        return attached.values().stream()
                .filter(process -> process.is(group))
                .findFirst()
                .orElseGet(() -> {
                    // Its limits are in the handle that nobody has.
                    var handle = E2bHandle.of(
                            name,
                            envd.machine().id(),
                            group,
                            surroundings.clock().instant(),
                            ProcessLimits.USUAL);
                    E2bProcess process = attach(handle, envd, secrets, begun);
                    process.connect();
                    return process;
                });
    }

    private static SandboxProblem notStarted(ProcessRequest request, @Nullable String reason) {
        return SandboxProblem.lasting(
                SandboxProblem.NOT_STARTED,
                "The program '" + request.argv().getFirst() + "' could not be started in the cloud sandbox: " + reason,
                "Check its name and its folder.");
    }

    Optional<RunningProcess> reattach(ProcessHandleText text, Collection<Secret> secrets) {
        Optional<E2bHandle> handle = E2bHandle.read(text);
        if (handle.isEmpty()) {
            return Optional.empty();
        }
        int begun = epoch();
        E2bProcess known = attached.get(text.text());
        if (known != null) {
            return Optional.of(known);
        }
        return lease.of(handle.get().machineId()).map(envd -> rejoin(handle.get(), envd, secrets, begun));
    }

    /** Whoever was quicker to find it has found it for both. */
    private synchronized E2bProcess rejoin(E2bHandle handle, Envd envd, Collection<Secret> secrets, int begun) {
        E2bProcess known = attached.get(handle.text().text());
        if (known != null) {
            return known;
        }
        E2bProcess process = attach(handle, envd, secrets, begun);
        process.connect();
        return process;
    }

    private synchronized E2bProcess attach(E2bHandle handle, Envd envd, Collection<Secret> secrets, int begun) {
        var process = new E2bProcess(handle, envd, secrets, surroundings);
        if (begun != epoch) {
            process.leave();
            return process;
        }
        String id = handle.text().text();
        attached.put(id, process);
        process.exited().thenRun(() -> attached.remove(id));
        extendFromNowOn();
        return process;
    }

    private synchronized void extendFromNowOn() {
        if (extending == null) {
            long pause = surroundings.life().dividedBy(3).toMillis();
            extending = surroundings
                    .timer()
                    .scheduleWithFixedDelay(
                            () -> surroundings.threads().execute(this::extend), 0, pause, TimeUnit.MILLISECONDS);
        }
    }

    /** While one runs. */
    void extend() {
        Optional<Duration> life =
                attached.values().stream().map(E2bProcess::heartbeat).max(Duration::compareTo);
        if (life.isEmpty()) {
            return;
        }
        Duration longest = life.get().compareTo(surroundings.life()) > 0 ? life.get() : surroundings.life();
        try {
            if (lease.extend(longest).isEmpty()) {
                attached.values()
                        .forEach(process -> process.lost("The cloud sandbox is gone, and the process with it."));
            }
        } catch (SandboxProblem problem) {
            LOG.warn("A cloud sandbox's time could not be extended code={}", problem.code());
        }
    }

    synchronized void leave() {
        epoch++;
        if (extending != null) {
            extending.cancel(false);
            extending = null;
        }
        attached.values().forEach(E2bProcess::leave);
        attached.clear();
    }

    /** With the machine all of them are gone. */
    void lost() {
        attached.values().forEach(process -> process.lost("The process was stopped with its sandbox."));
        leave();
    }
}
