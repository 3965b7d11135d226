package dev.lockstep.sandbox.process;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A process in a sandbox, attended to until it ends or its sandbox is closed. Safe for any thread; nothing here waits. */
public interface RunningProcess {

    /** What to keep in order to find it again after a restart. */
    ProcessHandleText handle();

    /**
     * Tells the newest lines (at most 2,000 are kept) and then each new one, in order and from one thread at a time. A
     * listener that throws hears no more; a slow one holds up nobody and misses lines, which shows in their numbers.
     *
     * @return ends it
     */
    Runnable onLine(Consumer<LogLine> listener);

    /** The newest lines as of now, at most 2,000. */
    List<LogLine> lines();

    /** How it ended, once it has. */
    Optional<Exit> exit();

    /** Completes when it has ended and its last line has been read; never exceptionally. */
    CompletableFuture<Exit> exited();

    /**
     * Asks the process and all its children to end, and ends them when they have not after the grace. Stopping what is
     * gone or being stopped is a success.
     *
     * @return {@link #exited()}
     */
    CompletableFuture<Exit> stop(Duration grace);

    default boolean alive() {
        return exit().isEmpty();
    }
}
