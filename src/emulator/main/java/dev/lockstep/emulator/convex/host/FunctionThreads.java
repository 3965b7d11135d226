package dev.lockstep.emulator.convex.host;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads that run functions. Interpreted JavaScript takes many Java frames for one of its own, so stacks are deep. */
public final class FunctionThreads {

    private static final long STACK_BYTES = 16 << 20;
    private static final Duration IDLE = Duration.ofSeconds(30);

    private FunctionThreads() {}

    /** A pool without bound: a bounded one could fill with functions that wait for others. */
    public static ExecutorService pool(String name) {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE.toSeconds(), TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    var thread = new Thread(null, task, name, STACK_BYTES);
                    thread.setDaemon(true);
                    thread.setContextClassLoader(FunctionThreads.class.getClassLoader());
                    return thread;
                });
    }
}
