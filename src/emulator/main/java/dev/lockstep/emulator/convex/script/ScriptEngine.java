package dev.lockstep.emulator.convex.script;

import dev.lockstep.emulator.convex.code.CodeVersion;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.io.IOAccess;

/**
 * The engine that all scripts of a process share: parsed code is kept here, contexts are cheap. One thread watches the
 * time of all calls, another the memory they share. Thread-safe.
 */
public final class ScriptEngine implements AutoCloseable {

    private static final long STACK_BYTES = 16 << 20;

    private final CompletableFuture<Engine> engine;
    private final RuntimeSources sources = new RuntimeSources();
    private final Clock clock;
    private final ScheduledExecutorService timer;
    private final ExecutorService background = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            // Evaluating deep code takes deep stacks here as for any call.
            task -> {
                var thread = new Thread(null, task, "convex-scripts", STACK_BYTES);
                thread.setDaemon(true);
                return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    private final HeapGuard heap = new HeapGuard();

    /** @param starter loads the language, which takes about a second, while the caller goes on */
    public ScriptEngine(Clock clock, Executor starter) {
        this.clock = clock;
        engine = CompletableFuture.supplyAsync(
                () -> Engine.newBuilder("js")
                        .option("engine.WarnInterpreterOnly", "false")
                        .allowExperimentalOptions(true)
                        .build(),
                starter);
        timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("convex-timer").factory());
    }

    /** A script on which nothing has run. It reaches the given modules and nothing else of this machine. */
    Script script(CodeVersion code) {
        Context context = Context.newBuilder("js")
                .engine(engine.join())
                .allowExperimentalOptions(true)
                .allowHostAccess(HostAccess.NONE)
                .allowPolyglotAccess(PolyglotAccess.NONE)
                .allowIO(IOAccess.newBuilder()
                        .fileSystem(new ModuleFiles(code.modules()))
                        .build())
                .option("js.load", "false")
                .option("js.print", "false")
                .option("js.console", "false")
                .option("js.graal-builtin", "false")
                .option("js.polyglot-builtin", "false")
                .option("js.java-package-globals", "false")
                .option("js.text-encoding", "true")
                // For Uint8Array.fromBase64 and its kin, which the service's engine has and the shims lean on.
                .option("js.ecmascript-version", "staging")
                .option("js.unhandled-rejections", "none")
                .out(OutputStream.nullOutputStream())
                .err(OutputStream.nullOutputStream())
                .in(InputStream.nullInputStream())
                .build();
        return new Script(context, sources, code, clock, timer, heap);
    }

    /** A script of its own, outside any pool, to read modules with. */
    public Script scratch(CodeVersion code) {
        return script(code);
    }

    /** Does this when nothing earlier is left to do, or never when the engine is closed before. */
    void later(Runnable task) {
        background.execute(task);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        background.shutdownNow();
        heap.close();
        engine.join().close(true);
    }
}
