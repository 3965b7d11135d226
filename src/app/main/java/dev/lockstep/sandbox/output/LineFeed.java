package dev.lockstep.sandbox.output;

import dev.lockstep.sandbox.process.LogLine;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest lines of one process, and who follows them. Holds {@value #KEPT} lines; a follower has a place in them and no
 * queue of its own, so that a slow one costs nothing. Thread-safe; followers are told on the executor, each by one thread
 * at a time.
 */
public final class LineFeed {

    static final int KEPT = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(LineFeed.class);

    private final Executor threads;
    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private final @Nullable LogLine[] kept = new LogLine[KEPT];
    private long newest;

    /** @param threads runs what followers do; a virtual thread each will do */
    public LineFeed(Executor threads) {
        this.threads = threads;
    }

    /** Called by the one thread that reads the process. */
    void add(Instant time, LogLine.Stream stream, String text) {
        synchronized (kept) {
            newest++;
            kept[(int) (newest % KEPT)] = new LogLine(newest, time, stream, text);
        }
        followers.forEach(Follower::wake);
    }

    /** What is kept. */
    public List<LogLine> lines() {
        synchronized (kept) {
            return LongStream.rangeClosed(Math.max(1, newest - KEPT + 1), newest)
                    .mapToObj(seq -> kept[(int) (seq % KEPT)])
                    .map(Objects::requireNonNull)
                    .toList();
        }
    }

    /** Tells what is kept and then what comes. */
    public Runnable follow(Consumer<LogLine> listener) {
        var follower = new Follower(listener);
        followers.add(follower);
        follower.wake();
        return () -> {
            follower.stopped = true;
            followers.remove(follower);
        };
    }

    private final class Follower {

        private final Consumer<LogLine> listener;
        private volatile boolean stopped;
        private long told;
        private boolean busy;

        private Follower(Consumer<LogLine> listener) {
            this.listener = listener;
        }

        private void wake() {
            synchronized (kept) {
                if (busy || told == newest) {
                    return;
                }
                busy = true;
            }
            threads.execute(this::tell);
        }

        private void tell() {
            for (LogLine line = next(); line != null; line = next()) {
                try {
                    listener.accept(line);
                } catch (RuntimeException e) {
                    LOG.warn("A listener of a process failed and hears no more", e);
                    stopped = true;
                    followers.remove(this);
                }
            }
        }

        private @Nullable LogLine next() {
            synchronized (kept) {
                if (stopped || told == newest) {
                    busy = false;
                    return null;
                }
                told = Math.max(told + 1, newest - KEPT + 1);
                return kept[(int) (told % KEPT)];
            }
        }
    }
}
