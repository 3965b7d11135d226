package dev.lockstep.emulator.convex.host;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads of calls: they ask a process to run a function, and answer what it asks for. */
public final class FunctionThreads {

    private static final Duration IDLE = Duration.ofSeconds(30);

    private FunctionThreads() {}

    /** A pool without bound: a bounded one could fill with functions that wait for others. */
    public static ExecutorService pool(String name) {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE.toSeconds(), TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    var thread = new Thread(task, name);
                    thread.setDaemon(true);
                    thread.setContextClassLoader(FunctionThreads.class.getClassLoader());
                    return thread;
                });
    }
}
