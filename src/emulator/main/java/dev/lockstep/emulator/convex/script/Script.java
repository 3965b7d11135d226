package dev.lockstep.emulator.convex.script;

import dev.lockstep.emulator.convex.code.CodeVersion;
import dev.lockstep.emulator.convex.code.FunctionPath;
import dev.lockstep.emulator.convex.script.worker.Frame;
import dev.lockstep.emulator.convex.script.worker.WorkerGone;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The modules of one push in a worker, for functions to be run, on the thread that asks. A call that does not end by itself
 * takes the worker with it and leaves the script {@linkplain #isBroken() broken}.
 *
 * <p>Queries and mutations run in a world that has served calls before, unless their modules keep state: what a call could
 * leave behind in it is looked for when it has ended, and the world with a trace of one is thrown away. All others run in
 * a world of their own.
 */
public final class Script {

    /** What V8 says when something is added to, or taken from, an object that is sealed. */
    private static final Pattern SEALED = Pattern.compile("^Uncaught TypeError: (Cannot add property .*"
            + "|Cannot define property .*|Cannot redefine property: .*|Cannot delete property .*"
            + "|.* is not extensible|.*object is not extensible)$");

    /** Where modules are, for stack frames. */
    private static final String ROOT = "/convex/";

    private final ScriptEngine engine;
    private final Worker worker;
    private final CodeVersion code;
    private final KnownState state;
    private boolean broken;

    /** @param state what is known of modules that keep state */
    Script(ScriptEngine engine, Worker worker, CodeVersion code, KnownState state) {
        this.engine = engine;
        this.worker = worker;
        this.code = code;
        this.state = state;
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
     * @throws SealedBuiltIns when it has to run again, and can: it changed what it shares with other calls
     */
    public String invoke(FunctionPath path, String argsJson, Terms terms, ScriptHost host, List<LogLine> lines)
            throws ScriptError {
        var call = new Invoked(
                List.of("invoke", ROOT + path.module(), path.function(), argsJson), path.module(), terms, host, lines);
        try {
            if (worker.mode() == Worker.Mode.BLOCKING && mayShare(path.module())) {
                return run(call, true);
            }
            prepare(false, Set.of(path.module()));
            return run(call, false);
        } catch (WorkerGone e) {
            throw ended(e, terms.time());
        }
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
        try {
            prepare(false, Set.of(module));
            run(
                    new Invoked(List.of("invokeHttp", ROOT + module, requestJson, route), module, terms, host, lines),
                    false);
        } catch (WorkerGone e) {
            throw ended(e, terms.time());
        }
    }

    /**
     * Reads a module without calling its functions.
     *
     * @param what {@code functions}, {@code schema}, {@code definition} or {@code auth}
     */
    public JsonNode analyze(String module, String what) throws ScriptError {
        var terms = new Terms("import", 0, "", CallTime.computing(ScriptPool.LOAD_LIMIT));
        var call =
                new Invoked(List.of("analyze", ROOT + module, what), module, terms, NoHost.INSTANCE, new ArrayList<>());
        engine.watch().begin(worker, terms.time());
        try {
            return WireJson.parse(run(call, false));
        } catch (WorkerGone e) {
            throw ended(e, terms.time());
        } finally {
            engine.watch().end(worker);
        }
    }

    /** Whether the last call was ended by force, and the process with it. */
    public boolean isBroken() {
        return broken;
    }

    /** Makes a world ready that serves call after call, if none was made yet. */
    void warm() throws ScriptError {
        if (!state.isKnown()) {
            prepare(true, Worker.entries(code));
        }
    }

    private record Invoked(List<String> invoke, String module, Terms terms, ScriptHost host, List<LogLine> lines) {}

    private boolean mayShare(String module) throws ScriptError {
        warm();
        return !state.isKept(module);
    }

    /** A world of this kind is ready afterwards, where one can be. */
    private void prepare(boolean kept, Set<String> modules) throws ScriptError {
        if (worker.hasWorld(code, kept)) {
            return;
        }
        boolean asksForState = kept && !state.isKnown();
        var time = CallTime.computing(ScriptPool.LOAD_LIMIT);
        try {
            // What computes in a process of actions is not known to be this call's.
            Optional<Set<String>> found = worker.mode() == Worker.Mode.WAITING
                    ? worker.prepare(code, kept, modules, asksForState)
                    : engine.watch().during(worker, time, () -> worker.prepare(code, kept, modules, asksForState));
            if (kept) {
                found.ifPresentOrElse(state::learn, state::keepAll);
            }
        } catch (WorkerGone e) {
            throw ended(e, time);
        }
    }

    private String run(Invoked call, boolean kept) throws ScriptError {
        // Each call comes here: what a world is made of is looked for when one has to be made.
        if (kept && !worker.hasWorld(code, true)) {
            prepare(true, Worker.entries(code));
            if (state.isKept(call.module)) {
                prepare(false, Set.of(call.module));
                return run(call, false);
            }
        }
        worker.takeWorld(code, kept);
        int id = worker.newId();
        Frame end = new Conversation(worker, id, call.host, call.lines, call.terms.time(), engine.clock())
                .run(begin(call, kept));
        if (end == null) {
            throw timedOut(call.terms.time());
        }
        return switch (end.kind()) {
            case Frame.UNPREPARED -> {
                // A call has left a trace in it, and it is gone.
                worker.forgetKept(code);
                yield run(call, kept);
            }
            case Frame.STUCK ->
                throw new ScriptError(
                        "The function never finished: it waits for a promise that no timer, fetch or call will settle",
                        null);
            default -> {
                if (end.number() == 1) {
                    worker.addWorld(code, kept);
                }
                yield result(end.text(), call.module, kept);
            }
        };
    }

    private String begin(Invoked call, boolean kept) {
        ObjectNode begin = WireJson.object().put("code", worker.code(code)).put("kept", kept);
        begin.putObject("terms")
                .put("kind", call.terms.kind())
                .put("seed", (int) call.terms.seed())
                .put("requestId", call.terms.requestId())
                .put("now", engine.clock().millis())
                .put("frozen", !call.terms.kind().equals("action"));
        call.invoke.forEach(begin.putArray("invoke")::add);
        return begin.toString();
    }

    private String result(String envelope, String module, boolean kept) throws ScriptError {
        if (envelope.charAt(0) == '0') {
            return envelope.substring(1);
        }
        JsonNode error = WireJson.parse(envelope.substring(1));
        String message = error.path("message").asString("Uncaught Error");
        if (kept && SEALED.matcher(message).matches()) {
            state.keep(module);
            throw new SealedBuiltIns(message);
        }
        String frames = StackFrames.of(error.path("stack").asString(""), code);
        throw new ScriptError(
                frames.isEmpty() ? message : message + "\n" + frames,
                error.path("data").asString(null));
    }

    private ScriptError ended(WorkerGone end, CallTime time) {
        broken = true;
        return switch (end.ending()) {
            case TIME -> timedOut(time);
            case MEMORY -> new ScriptError("Function ran out of memory", null);
            case CLOSED -> new ScriptError("The emulator is closed", null);
            case OTHER -> new ScriptError("The process of the function ended before it did", null);
        };
    }

    private static ScriptError timedOut(CallTime time) {
        return new ScriptError("Function execution timed out (maximum duration: " + time + ")", null);
    }
}
