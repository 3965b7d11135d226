package dev.lockstep.emulator.convex.live;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Runs at most so many tasks at once on the threads of another executor; the others wait in order. Thread-safe. */
public final class Lanes implements Executor {

    private final Executor threads;
    private final int width;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int running;

    public Lanes(Executor threads, int width) {
        this.threads = threads;
        this.width = width;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            if (running == width) {
                waiting.addLast(task);
                return;
            }
            running++;
        }
        start(task);
    }

    private void start(Runnable task) {
        boolean started = false;
        try {
            threads.execute(() -> drive(task));
            started = true;
        } finally {
            if (!started) {
                synchronized (this) {
                    running--;
                }
            }
        }
    }

    private void drive(Runnable first) {
        Runnable task = first;
        while (task != null) {
            try {
                task.run();
            } finally {
                task = next();
            }
        }
    }

    private synchronized @Nullable Runnable next() {
        Runnable next = waiting.pollFirst();
        if (next == null) {
            running--;
        }
        return next;
    }
}
