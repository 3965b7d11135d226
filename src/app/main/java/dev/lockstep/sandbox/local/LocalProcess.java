package dev.lockstep.sandbox.local;

import dev.lockstep.core.Secret;
import dev.lockstep.sandbox.local.folder.RunFolder;
import dev.lockstep.sandbox.output.LineFeed;
import dev.lockstep.sandbox.output.LineReader;
import dev.lockstep.sandbox.process.Exit;
import dev.lockstep.sandbox.process.LogLine;
import dev.lockstep.sandbox.process.ProcessHandleText;
import dev.lockstep.sandbox.process.ProcessLimits;
import dev.lockstep.sandbox.process.RunningProcess;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** One local process, seen through its run's folder. The attendant's thread reads; any thread may ask and stop. */
final class LocalProcess implements RunningProcess {

    /** Whether the attendant need come again. */
    enum Attention {
        MORE,
        DONE
    }

    private static final Logger LOG = LoggerFactory.getLogger(LocalProcess.class);

    /** What the launcher needs beyond the grace, from the first signal to its last word. */
    private static final Duration LAUNCHER_TIME = Duration.ofSeconds(10);

    private static final Duration LONGEST_BETWEEN_BEATS = Duration.ofSeconds(30);
    private static final Exit LOST =
            new Exit.Lost("The process vanished; nobody knows how it ended. It may have been killed by the system.");

    private final LocalHandle handle;
    private final RunFolder folder;
    private final ProcessLimits limits;
    private final Launcher launcher;
    private final Clock clock;
    private final Executor threads;
    private final LineFeed feed;
    private final LineReader out;
    private final LineReader err;
    private final FrameReader frames;
    private final CompletableFuture<Exit> exited = new CompletableFuture<>();
    private volatile @Nullable Instant forceAt;
    private Instant beaten = Instant.MIN;

    /** @param threads runs listeners, and what has to wait for a launcher */
    LocalProcess(
            LocalHandle handle,
            RunFolder folder,
            ProcessLimits limits,
            Launcher launcher,
            Collection<Secret> secrets,
            Surroundings surroundings) {
        this.handle = handle;
        this.folder = folder;
        this.limits = limits;
        this.launcher = launcher;
        this.clock = surroundings.clock();
        this.threads = surroundings.threads();
        this.feed = new LineFeed(threads);
        this.out = new LineReader(feed, LogLine.Stream.OUT, secrets);
        this.err = new LineReader(feed, LogLine.Stream.ERR, secrets);
        this.frames = new FrameReader(folder);
    }

    /** One look. */
    Attention attend() {
        Instant now = clock.instant();
        try {
            // In this order: a launcher writes its last word before it goes.
            boolean lives = handle.launcher().isPresent();
            Optional<JsonNode> end = folder.exit();
            frames.read(this::said);
            if (end.isPresent()) {
                return finish(exit(end.get()), now);
            }
            if (!lives) {
                threads.execute(() -> launcher.endLeftovers(folder));
                return finish(forceAt == null ? LOST : new Exit.Stopped(), now);
            }
            force(now);
            beat(now);
            return Attention.MORE;
        } catch (IOException | RuntimeException e) {
            LOG.warn("A process cannot be followed any more run={}", handle.run(), e);
            return finish(LOST, now);
        }
    }

    private void said(int stream, Instant time, byte[] bytes) {
        (stream == 2 ? err : out).read(bytes, time);
    }

    private Attention finish(Exit exit, Instant now) {
        out.end(now);
        err.end(now);
        detach();
        LOG.info("Local process ended name={} run={} exit={}", handle.name(), handle.run(), exit);
        // Who waits for it must not use the attendant's thread.
        exited.completeAsync(() -> exit, threads);
        return Attention.DONE;
    }

    /** Lets go of the log; called by the attendant's thread. */
    void detach() {
        try {
            frames.close();
        } catch (IOException e) {
            LOG.debug("A log could not be closed run={}", handle.run(), e);
        }
    }

    private void force(Instant now) {
        Instant deadline = forceAt;
        if (deadline != null && now.isAfter(deadline)) {
            handle.launcher().ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private void beat(Instant now) throws IOException {
        Duration quarter = limits.heartbeat().dividedBy(4);
        Duration pause = quarter.compareTo(LONGEST_BETWEEN_BEATS) < 0 ? quarter : LONGEST_BETWEEN_BEATS;
        if (beaten.equals(Instant.MIN) || !now.isBefore(beaten.plus(pause))) {
            folder.beat(now);
            beaten = now;
        }
    }

    private Exit exit(JsonNode end) {
        return switch (end.path("cause").asString("")) {
            case "STOPPED" -> new Exit.Stopped();
            case "TIMED_OUT" -> new Exit.TimedOut(limits.time() == null ? Duration.ZERO : limits.time());
            case "OUT_OF_MEMORY" -> new Exit.OutOfMemory(limits.memoryBytes());
            case "ABANDONED" -> new Exit.Abandoned(limits.heartbeat());
            default ->
                new Exit.Finished(
                        end.path("code").isNumber() ? end.path("code").asInt() : null,
                        end.path("signal").asString(null));
        };
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
    public synchronized CompletableFuture<Exit> stop(Duration grace) {
        if (forceAt == null && alive()) {
            forceAt = clock.instant().plus(grace).plus(LAUNCHER_TIME);
            folder.grace(grace);
            handle.launcher().ifPresent(ProcessHandle::destroy);
        }
        return exited();
    }
}
