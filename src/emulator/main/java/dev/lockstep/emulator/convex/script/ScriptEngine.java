package dev.lockstep.emulator.convex.script;

import dev.lockstep.emulator.convex.script.worker.WorkerProcesses;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * What all deployments of a process share: processes that are started before anybody needs them, and the thread that watches
 * those in use. Thread-safe.
 */
public final class ScriptEngine implements AutoCloseable {

    private static final long CULL_SECONDS = 10;

    private final CompletableFuture<WorkerProcesses> processes;
    private final WorkerWatch watch = new WorkerWatch();
    private final Set<ScriptPool> pools = ConcurrentHashMap.newKeySet();
    private final Clock clock;

    /** @param starter looks for Node and starts the first process, which takes a second, while the caller goes on */
    public ScriptEngine(Clock clock, Executor starter) {
        this.clock = clock;
        processes = CompletableFuture.supplyAsync(WorkerProcesses::new, starter);
        watch.every(CULL_SECONDS, () -> pools.forEach(ScriptPool::endIdle));
    }

    /** Reads modules that are no deployment's code yet; for one push. */
    public ModuleReader reader() {
        return new ModuleReader(this);
    }

    WorkerProcesses processes() {
        return processes.join();
    }

    WorkerWatch watch() {
        return watch;
    }

    Set<ScriptPool> pools() {
        return pools;
    }

    Clock clock() {
        return clock;
    }

    @Override
    public void close() {
        watch.close();
        processes.thenAccept(WorkerProcesses::close);
    }
}
