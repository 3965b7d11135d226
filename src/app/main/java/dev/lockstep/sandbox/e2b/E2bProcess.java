package dev.lockstep.sandbox.e2b;

import dev.lockstep.core.Secret;
import dev.lockstep.sandbox.e2b.wire.ConnectError;
import dev.lockstep.sandbox.e2b.wire.ConnectStream;
import dev.lockstep.sandbox.e2b.wire.Envd;
import dev.lockstep.sandbox.e2b.wire.MachineGone;
import dev.lockstep.sandbox.output.LineFeed;
import dev.lockstep.sandbox.output.LineReader;
import dev.lockstep.sandbox.process.Exit;
import dev.lockstep.sandbox.process.LogLine;
import dev.lockstep.sandbox.process.ProcessHandleText;
import dev.lockstep.sandbox.process.RunningProcess;
import dev.lockstep.sandbox.process.SandboxProblem;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One process in a machine, followed over a stream; when that breaks, over another. One thread at a time reads; any may ask
 * and stop. What it said while no stream was open is lost.
 */
final class E2bProcess implements RunningProcess {

    private static final Logger LOG = LoggerFactory.getLogger(E2bProcess.class);

    private static final Duration USUAL_GRACE = Duration.ofSeconds(5);

    /** After the last signal nothing more than the news is awaited. */
    private static final Duration NEWS = Duration.ofSeconds(10);

    private static final int MOST_TRIES = 20;

    private final E2bHandle handle;
    private final Envd envd;
    private final E2bSurroundings surroundings;
    private final LineFeed feed;
    private final LineReader out;
    private final LineReader err;
    private final CompletableFuture<Exit> exited = new CompletableFuture<>();
    private final AtomicReference<@Nullable Exit> ending = new AtomicReference<>();
    private final AtomicBoolean finished = new AtomicBoolean();
    private volatile @Nullable ConnectStream stream;
    private volatile boolean left;
    private int failures;

    E2bProcess(E2bHandle handle, Envd envd, Collection<Secret> secrets, E2bSurroundings surroundings) {
        this.handle = handle;
        this.envd = envd;
        this.surroundings = surroundings;
        this.feed = new LineFeed(surroundings.threads());
        this.out = new LineReader(feed, LogLine.Stream.OUT, secrets);
        this.err = new LineReader(feed, LogLine.Stream.ERR, secrets);
    }

    /** Goes on with a stream that has told of the start. */
    void follow(ConnectStream started) {
        stream = started;
        if (left) {
            // Left while it was started.
            started.cancel();
        }
        surroundings.threads().execute(() -> read(started));
        limitTime();
    }

    /** Finds the process again. */
    void connect() {
        surroundings.threads().execute(this::reconnect);
        limitTime();
    }

    /** Also what ran while nobody attended counts. */
    private void limitTime() {
        handle.time().ifPresent(limit -> {
            Duration left = Duration.between(
                    surroundings.clock().instant(), handle.started().plus(limit));
            later(left.isNegative() ? Duration.ZERO : left, () -> end(new Exit.TimedOut(limit), USUAL_GRACE));
        });
    }

    private void reconnect() {
        if (left || !alive()) {
            return;
        }
        ObjectNode message = Envd.object();
        message.putObject("process").put("pid", handle.group().pid());
        try {
            ConnectStream again = envd.stream("process.Process/Connect", message);
            stream = again;
            if (left) {
                // Left while it was opened.
                again.cancel();
            }
            read(again);
        } catch (IOException e) {
            broken(e);
        }
    }

    private void read(ConnectStream from) {
        try (from) {
            for (Optional<JsonNode> said = from.next(); said.isPresent(); said = from.next()) {
                failures = 0;
                if (hear(ProcessEvent.of(said.get()))) {
                    return;
                }
            }
            broken(new IOException("The stream ended before the process"));
        } catch (IOException e) {
            broken(e);
        }
    }

    /** @return whether that was the last */
    private boolean hear(ProcessEvent event) throws IOException {
        Instant now = surroundings.clock().instant();
        synchronized (feed) {
            if (finished.get()) {
                return true;
            }
            out.read(event.out(), now);
            err.read(event.err(), now);
        }
        Optional<Exit> end = event.end();
        if (end.isEmpty()) {
            return false;
        }
        // The leader is gone; children that it left must not hold a port when the news is out.
        sweep();
        Exit asked = ending.get();
        finish(asked == null ? end.get() : asked);
        return true;
    }

    private void broken(IOException cause) {
        if (left || !alive()) {
            return;
        }
        if (cause instanceof MachineGone) {
            lost("The cloud sandbox is gone, and the process with it.");
        } else if (cause instanceof ConnectError error && error.is(ConnectError.NOT_FOUND)) {
            lost("The process ended while nobody listened; nobody knows how.");
        } else if (++failures > MOST_TRIES) {
            lost("The connection to the cloud sandbox broke and could not be made again.");
        } else {
            LOG.debug("A stream broke machine={} failures={}", handle.machineId(), failures, cause);
            later(surroundings.retry().wait(failures, surroundings.random()), this::reconnect);
        }
    }

    /** The machine is known to be gone. */
    void lost(String reason) {
        Exit asked = ending.get();
        finish(asked == null ? new Exit.Lost(reason) : asked);
        leave();
    }

    private void finish(Exit exit) {
        if (finished.compareAndSet(false, true)) {
            synchronized (feed) {
                out.end(surroundings.clock().instant());
                err.end(surroundings.clock().instant());
            }
            LOG.info("Cloud process ended name={} machine={} exit={}", handle.name(), handle.machineId(), exit);
            exited.complete(exit);
        }
    }

    /** Listens no more; the process goes on. */
    void leave() {
        left = true;
        ConnectStream open = stream;
        if (open != null) {
            open.cancel();
        }
    }

    private void end(Exit why, Duration grace) {
        if (left || !alive() || !ending.compareAndSet(null, why)) {
            return;
        }
        signal(ProcessGroup.Signal.TERM);
        later(grace, () -> {
            if (alive()) {
                signal(ProcessGroup.Signal.KILL);
                later(NEWS, () -> lost(why.sentence()));
            }
        });
    }

    private void sweep() {
        try {
            handle.group().signal(envd, ProcessGroup.Signal.KILL);
        } catch (IOException | SandboxProblem e) {
            // The machine ends one day, and its processes with it.
            LOG.debug("What a process left could not be ended machine={}", handle.machineId(), e);
        }
    }

    private void signal(ProcessGroup.Signal signal) {
        try {
            handle.group().signal(envd, signal);
        } catch (MachineGone e) {
            lost("The cloud sandbox is gone, and the process with it.");
        } catch (IOException | SandboxProblem e) {
            LOG.warn("A process could not be signalled machine={} signal={}", handle.machineId(), signal, e);
        }
    }

    private void later(Duration wait, Runnable work) {
        surroundings
                .timer()
                .schedule(() -> surroundings.threads().execute(work), wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean is(ProcessGroup group) {
        return handle.group().equals(group);
    }

    Duration heartbeat() {
        return handle.heartbeat();
    }

    @Override
    public ProcessHandleText handle() {
        return handle.text();
    }

    @Override
    public Runnable onLine(Consumer<LogLine> listener) {
        return feed.follow(listener);
    }

    @Override
    public List<LogLine> lines() {
        return feed.lines();
    }

    @Override
    public Optional<Exit> exit() {
        return Optional.ofNullable(exited.getNow(null));
    }

    @Override
    public CompletableFuture<Exit> exited() {
        return exited.copy();
    }

    @Override
    public CompletableFuture<Exit> stop(Duration grace) {
        surroundings.threads().execute(() -> end(new Exit.Stopped(), grace));
        return exited();
    }
}
