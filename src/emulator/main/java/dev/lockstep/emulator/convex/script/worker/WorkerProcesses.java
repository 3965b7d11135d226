package dev.lockstep.emulator.convex.script.worker;

import dev.lockstep.emulator.convex.program.NodeProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the processes that run functions, and keeps one started that nobody has yet: whoever needs one does not wait.
 * Thread-safe.
 */
public final class WorkerProcesses implements AutoCloseable {

    /** What is missing where there is no Node. */
    public static final String NO_NODE = "Functions run in Node, and there is no Node 20 or newer on the PATH of the"
            + " emulator. Install Node and start again.";

    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcesses.class);

    private final Optional<NodeProgram> program;
    /** Processes behind a wall end with the thread that started them, so that it is one that stays. */
    private final ExecutorService starter = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("convex-worker-start").factory());

    private final Set<WorkerProcess> running = ConcurrentHashMap.newKeySet();
    private @Nullable WorkerFiles files;
    private @Nullable CompletableFuture<WorkerProcess> spare;
    private boolean closed;

    /** Looks for Node and begins to start one. */
    public WorkerProcesses() {
        program = NodeProgram.onPath();
        if (program.isEmpty()) {
            LOG.warn(NO_NODE);
        } else {
            prepare();
        }
    }

    /**
     * One that nobody else has.
     *
     * @throws IllegalStateException in a sentence when there is no Node, or it does not start
     */
    public WorkerProcess take() {
        CompletableFuture<WorkerProcess> taken;
        synchronized (this) {
            if (program.isEmpty()) {
                throw new IllegalStateException(NO_NODE);
            }
            if (closed) {
                throw new IllegalStateException("The emulator is closed");
            }
            taken = spare == null ? start() : spare;
            spare = null;
        }
        try {
            WorkerProcess process = taken.join();
            if (process.read().kind() != Frame.READY) {
                throw new IllegalStateException("Bug: a worker begins with another word");
            }
            prepare();
            return process;
        } catch (CompletionException | WorkerGone e) {
            throw new IllegalStateException("Node could not be started to run functions", e);
        }
    }

    private synchronized void prepare() {
        if (spare == null && !closed) {
            spare = start();
        }
    }

    private CompletableFuture<WorkerProcess> start() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        WorkerProcess process = WorkerProcess.start(program.orElseThrow(), files().folder());
                        running.add(process);
                        process.onExit(() -> running.remove(process));
                        return process;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                starter);
    }

    private synchronized WorkerFiles files() {
        if (files == null) {
            files = new WorkerFiles();
        }
        return files;
    }

    @Override
    public synchronized void close() {
        closed = true;
        // What it has begun to start has to be ended, too, and all before the thread that some would end with.
        starter.execute(() -> running.forEach(WorkerProcess::close));
        starter.shutdown();
        if (files != null) {
            files.close();
        }
    }
}
