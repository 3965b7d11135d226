package dev.lockstep.sandbox.local;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that looks after all local processes: ten times a second at what they said and whether they have ended,
 * and now and then a sign of life for their launchers. Rests while there is none.
 */
final class Attendant implements AutoCloseable {

    private static final long ROUND_MILLIS = 100;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("sandbox-tail").factory());
    private final List<LocalProcess> processes = new CopyOnWriteArrayList<>();
    private boolean awake;

    /** @throws IllegalStateException after {@link #close} */
    void attend(LocalProcess process) {
        if (thread.isShutdown()) {
            throw new IllegalStateException("Local sandboxes are closed");
        }
        processes.add(process);
        wake();
    }

    /** From the next round on. */
    void leave(LocalProcess process) {
        processes.remove(process);
        if (!thread.isShutdown()) {
            thread.execute(process::detach);
        }
    }

    private synchronized void wake() {
        if (!awake && !processes.isEmpty() && !thread.isShutdown()) {
            awake = true;
            thread.schedule(this::round, ROUND_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void round() {
        try {
            for (LocalProcess process : processes) {
                if (process.attend() == LocalProcess.Attention.DONE) {
                    processes.remove(process);
                }
            }
        } finally {
            synchronized (this) {
                awake = false;
            }
            wake();
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
