package dev.lockstep.emulator.convex.call;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.emulator.convex.code.FunctionKind;
import dev.lockstep.emulator.convex.code.PushedModule;
import dev.lockstep.emulator.convex.node.NodeRuntime;
import dev.lockstep.emulator.convex.script.LogLine;
import dev.lockstep.emulator.convex.script.Script;
import dev.lockstep.emulator.convex.script.ScriptError;
import dev.lockstep.emulator.convex.script.ScriptHost;
import dev.lockstep.emulator.convex.script.SealedBuiltIns;
import dev.lockstep.emulator.convex.wire.FunctionError;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Enters the pushed code, in a script or, for modules that say "use node", in Node. What the code logs goes to its
 * frame when it ends; lines of actions are observed as they come. Thread-safe.
 *
 * @param node runs modules that say "use node"
 * @param observer hears what actions log and call, while they run
 * @param random thread-safe; seeds what code sees as chance
 */
public record Invocation(NodeRuntime node, CallObserver observer, RandomGenerator random) {

    /**
     * Runs the frame's function.
     *
     * @return its result as JSON
     * @throws FunctionError what the function threw
     * @throws SealedBuiltIns when it is to be invoked once more, after what it has done so far was taken back
     */
    String invoke(Frame frame, ScriptHost host) {
        PushedModule module = frame.code().modules().get(frame.spec().path().module());
        return module != null && module.environment() == PushedModule.Environment.NODE
                ? inNode(frame, host)
                : inScript(frame, host);
    }

    /**
     * Runs the router; its answer goes to the host.
     *
     * @throws ScriptError what the HTTP action threw
     */
    void invokeHttp(HttpCall http, Frame frame, ScriptHost host) throws ScriptError {
        Script script = frame.scripts().take(frame.code());
        try {
            script.invokeHttp(HttpCall.MODULE, http.requestJson(), http.route(), terms(frame), host, frame.lines());
        } finally {
            frame.scripts().giveBack(script);
        }
    }

    private String inNode(Frame frame, ScriptHost host) {
        var lines = new HeardLines(line -> observer.progressed(frame.call(), line));
        try {
            return node.invoke(
                    frame.code(),
                    frame.spec().path(),
                    args(frame),
                    frame.call().requestId(),
                    frame.left(),
                    host,
                    lines);
        } catch (ScriptError e) {
            throw new FunctionError(e.message(), e.data().orElse(null));
        } finally {
            log(lines, frame);
        }
    }

    private String inScript(Frame frame, ScriptHost host) {
        Script script = frame.scripts().take(frame.code());
        try {
            String args = args(frame);
            Script.Terms terms = terms(frame);
            List<LogLine> lines = frame.spec().kind() == FunctionKind.ACTION
                    ? new HeardLines(line -> observer.progressed(frame.call(), line))
                    : new ArrayList<>();
            try {
                String result = script.invoke(frame.spec().path(), args, terms, host, lines);
                log(lines, frame);
                return result;
            } catch (ScriptError | FunctionError e) {
                log(lines, frame);
                throw e;
            }
        } catch (ScriptError e) {
            throw new FunctionError(e.message(), e.data().orElse(null));
        } finally {
            frame.scripts().giveBack(script);
        }
    }

    /** Functions take one argument. */
    private static String args(Frame frame) {
        return "[" + ConvexJson.encode(frame.call().args()) + "]";
    }

    private Script.Terms terms(Frame frame) {
        return new Script.Terms(
                frame.spec().kind().word(),
                random.nextLong(),
                frame.call().requestId(),
                frame.scripts().time());
    }

    /** Inner calls of an action may end at once. */
    private static void log(List<LogLine> lines, Frame frame) {
        synchronized (frame.lines()) {
            frame.lines().addAll(lines);
        }
    }

    /** Lines that somebody hears as they are added. */
    private static final class HeardLines extends AbstractList<LogLine> {

        private final List<LogLine> lines = new ArrayList<>();
        private final Consumer<LogLine> ear;

        HeardLines(Consumer<LogLine> ear) {
            this.ear = ear;
        }

        @Override
        public void add(int index, LogLine line) {
            lines.add(index, line);
            ear.accept(line);
        }

        @Override
        public LogLine get(int index) {
            return lines.get(index);
        }

        @Override
        public int size() {
            return lines.size();
        }
    }
}
