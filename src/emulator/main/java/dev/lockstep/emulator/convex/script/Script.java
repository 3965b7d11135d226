package dev.lockstep.emulator.convex.script;

import dev.lockstep.emulator.convex.code.CodeVersion;
import dev.lockstep.emulator.convex.code.FunctionPath;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One JavaScript world with the modules of one push loaded as calls need them. Runs one call at a time, on the thread
 * that asks. A call that does not end by itself leaves the script {@linkplain #isBroken() broken}; throw it away.
 *
 * <p>Holds what functions changed in it, module state and built-ins, until it is closed.
 */
public final class Script implements AutoCloseable {

    private static final long SHORTEST_LOOK = TimeUnit.MILLISECONDS.toNanos(5);

    private final Context context;
    private final CodeVersion code;
    private final Clock clock;
    private final ScheduledExecutorService timer;
    private final HeapGuard heap;
    private final Value runtime;
    private final Set<String> loaded = new HashSet<>();
    private @Nullable Execution current;
    private boolean environmentSet;
    private volatile boolean broken;
    private volatile boolean heapFull;

    Script(
            Context context,
            RuntimeSources sources,
            CodeVersion code,
            Clock clock,
            ScheduledExecutorService timer,
            HeapGuard heap) {
        this.context = context;
        this.code = code;
        this.clock = clock;
        this.timer = timer;
        this.heap = heap;
        var functions = new HostBridge(this::execution, clock, timer).functions();
        new WebBridge(part -> context.eval(sources.part(part))).addTo(functions);
        var host = ProxyObject.fromMap(functions);
        this.runtime = context.eval(sources.runtime()).execute(host);
        context.eval(sources.web()).execute(host, runtime.getMember("web"));
    }

    /**
     * What a call may use.
     *
     * @param kind {@code query}, {@code mutation}, {@code action}
     * @param seed of Math.random in queries and mutations
     * @param time of the call; loading a module for the first time has a limit of its own
     */
    public record Terms(String kind, long seed, String requestId, CallTime time) {}

    /**
     * Runs a function.
     *
     * @param argsJson the positional arguments as encoded JSON, {@code [{…}]}
     * @param lines receives what the function logs
     * @return the result as encoded JSON
     */
    public String invoke(FunctionPath path, String argsJson, Terms terms, ScriptHost host, List<LogLine> lines)
            throws ScriptError {
        begin(terms, Variables.PLAIN);
        String file = load(path.module(), host, lines);
        return run(host, lines, terms.time(), () -> runtime.invokeMember("invoke", file, path.function(), argsJson));
    }

    /**
     * Runs an HTTP action. The host is asked {@code http/head} with status and headers, then {@code http/piece} for each
     * piece of the body.
     *
     * @param module whose default export is the router
     * @param requestJson {@code {url, method, headerPairs, body?}}, the body in base64
     * @param route the path to look up in the router
     */
    public void invokeHttp(
            String module, String requestJson, String route, Terms terms, ScriptHost host, List<LogLine> lines)
            throws ScriptError {
        begin(terms, Variables.PLAIN);
        String file = load(module, host, lines);
        run(host, lines, terms.time(), () -> runtime.invokeMember("invokeHttp", file, requestJson, route));
    }

    /** Evaluates every module that has functions. A module that fails will say so when it is called. */
    void preload() {
        preload(code.functions().keySet().stream().map(FunctionPath::module).collect(Collectors.toSet()));
    }

    /** Evaluates these modules, as far as they are the code's. */
    void preload(Set<String> modules) {
        begin(new Terms("import", 0, "", loadTime()), Variables.PLAIN);
        for (String module : modules) {
            try {
                load(module, NoHost.INSTANCE, new ArrayList<>());
            } catch (ScriptError e) {
                // Not ours to report: nobody has called it yet.
                loaded.remove(module);
            }
        }
    }

    /** The modules that calls named. */
    Set<String> loaded() {
        return Set.copyOf(loaded);
    }

    private static CallTime loadTime() {
        return CallTime.computing(ScriptPool.LOAD_LIMIT);
    }

    /**
     * Reads a module without calling its functions.
     *
     * @param what {@code functions}, {@code schema}, {@code definition} or {@code auth}
     */
    public JsonNode analyze(String module, String what) throws ScriptError {
        begin(new Terms("import", 0, "", loadTime()), Variables.TRACKED);
        String file = ModuleFiles.ROOT + module;
        return WireJson.parse(
                run(NoHost.INSTANCE, new ArrayList<>(), loadTime(), () -> runtime.invokeMember("analyze", file, what)));
    }

    /** Whether the last call was ended by force. */
    public boolean isBroken() {
        return broken;
    }

    CodeVersion code() {
        return code;
    }

    @Override
    public void close() {
        context.close(true);
    }

    private String load(String module, ScriptHost host, List<LogLine> lines) throws ScriptError {
        String file = ModuleFiles.ROOT + module;
        if (!loaded.contains(module)) {
            run(host, lines, loadTime(), () -> runtime.invokeMember("load", file));
            loaded.add(module);
        }
        return file;
    }

    /** Whether code that reads a variable which is not set is noted. */
    private enum Variables {
        PLAIN,
        TRACKED
    }

    private void begin(Terms terms, Variables variables) {
        var json = WireJson.object()
                .put("kind", terms.kind())
                .put("seed", (int) terms.seed())
                .put("requestId", terms.requestId())
                .put("now", clock.millis())
                .put("frozen", !terms.kind().equals("action"))
                .put("trackMissing", variables == Variables.TRACKED);
        // An analysed script is thrown away; in all others the variables are set once.
        if (!environmentSet) {
            json.set("environment", WireJson.object(code.environment()));
            environmentSet = true;
        }
        runtime.invokeMember("begin", json.toString());
    }

    private String run(ScriptHost host, List<LogLine> lines, CallTime time, Runnable start) throws ScriptError {
        var execution = new Execution(host, lines, time);
        current = execution;
        var watch = new Watch(time);
        Runnable unwatch = heap.watch(this::killForMemory);
        try {
            time.resume();
            start.run();
            execution.check();
            while (!execution.isFinished()) {
                var settled = execution.await();
                runtime.invokeMember("settle", settled.id(), settled.envelope());
                execution.check();
            }
            return result(execution.result());
        } catch (Execution.Stuck e) {
            broken = true;
            throw new ScriptError(String.valueOf(e.getMessage()), null);
        } catch (Execution.TimedOut e) {
            broken = true;
            throw timedOut(time);
        } catch (PolyglotException e) {
            throw ended(e, time);
        } catch (StackOverflowError e) {
            broken = true;
            throw new ScriptError("Uncaught RangeError: Maximum call stack size exceeded", null);
        } finally {
            time.pause();
            watch.end();
            unwatch.run();
            current = null;
        }
    }

    /** Looks whether the time of a run is over as often as it can be, on the timer's thread. */
    private final class Watch implements Runnable {

        private final CallTime time;
        private Future<?> next;
        private boolean ended;

        Watch(CallTime time) {
            this.time = time;
            next = timer.schedule(this, time.left().toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public synchronized void run() {
            if (!ended && time.isOver()) {
                kill();
            } else if (!ended) {
                next = timer.schedule(this, Math.max(time.left().toNanos(), SHORTEST_LOOK), TimeUnit.NANOSECONDS);
            }
        }

        synchronized void end() {
            ended = true;
            next.cancel(false);
        }
    }

    /**
     * Called by the timer's thread, which must not wait: closing returns only when the code has stopped, and the code may
     * be inside a call that the same timer has to end first.
     */
    private void kill() {
        broken = true;
        Thread.ofVirtual().name("convex-script-end").start(() -> context.close(true));
    }

    private void killForMemory() {
        heapFull = true;
        kill();
    }

    private ScriptError ended(PolyglotException e, CallTime time) {
        if (heapFull) {
            broken = true;
            return new ScriptError("Function ran out of memory", null);
        }
        if (e.isCancelled() || e.isInterrupted() || (broken && !e.isResourceExhausted())) {
            broken = true;
            return timedOut(time);
        }
        if (e.isResourceExhausted()) {
            broken = true;
            return new ScriptError("Function ran out of memory or stack: " + e.getMessage(), null);
        }
        if (e.isHostException()) {
            broken = true;
            if (e.asHostException() instanceof RuntimeException failure) {
                throw failure;
            }
        }
        broken = e.isInternalError();
        return new ScriptError("Uncaught " + e.getMessage(), null);
    }

    private static ScriptError timedOut(CallTime time) {
        return new ScriptError("Function execution timed out (maximum duration: " + time + ")", null);
    }

    private String result(String envelope) throws ScriptError {
        if (envelope.charAt(0) == '0') {
            return envelope.substring(1);
        }
        JsonNode error = WireJson.parse(envelope.substring(1));
        String message = error.path("message").asString("Uncaught Error");
        String frames = StackFrames.of(error.path("stack").asString(""), code);
        throw new ScriptError(
                frames.isEmpty() ? message : message + "\n" + frames,
                error.path("data").asString(null));
    }

    private Execution execution() {
        if (current == null) {
            throw new IllegalStateException("Bug: code runs outside a call");
        }
        return current;
    }
}
