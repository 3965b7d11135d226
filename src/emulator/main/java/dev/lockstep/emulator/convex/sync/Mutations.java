package dev.lockstep.emulator.convex.sync;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A session's mutations, one at a time in the order they came. Thread-safe. */
final class Mutations {

    /** How many may wait. */
    static final int LIMIT = 1000;

    private final Executor threads;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;
    private boolean ended;

    Mutations(Executor threads) {
        this.threads = threads;
    }

    /** False, and nothing is done, when too many wait already. */
    synchronized boolean add(Runnable mutation) {
        if (waiting.size() >= LIMIT) {
            return false;
        }
        waiting.addLast(mutation);
        if (!running && !ended) {
            running = true;
            threads.execute(this::drive);
        }
        return true;
    }

    /** Those that wait will not run; the client sends them again on its next socket. */
    synchronized void end() {
        ended = true;
        waiting.clear();
    }

    private void drive() {
        for (Runnable next = next(); next != null; next = next()) {
            next.run();
        }
    }

    private synchronized @Nullable Runnable next() {
        Runnable next = waiting.pollFirst();
        running = next != null;
        return next;
    }
}
