package dev.lockstep.emulator.convex.call;

import dev.lockstep.emulator.convex.code.AppCode;
import dev.lockstep.emulator.convex.code.CodeVersion;
import dev.lockstep.emulator.convex.code.FunctionSpec;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.script.LogLine;
import dev.lockstep.emulator.convex.script.ScriptLease;
import java.time.Duration;
import java.util.List;

/**
 * One function on the stack of calls.
 *
 * @param call who called what
 * @param scripts what it runs on and how long it may; inner calls share the outer one's
 * @param depth 0 for the outermost
 * @param lines receives what is logged, inner calls included
 * @param notes receives what the outermost call turns out to depend on
 */
record Frame(
        FunctionCall call,
        FunctionSpec spec,
        AppCode app,
        ScriptLease scripts,
        int depth,
        List<LogLine> lines,
        Notes notes)
        implements AutoCloseable {

    static final int MAX_DEPTH = 8;

    Duration left() {
        return scripts.time().left();
    }

    /** The outermost call has ended. */
    @Override
    public void close() {
        scripts.close();
    }

    /** What the function's scripts run on. */
    CodeVersion code() {
        return app.require(component());
    }

    /** The component whose function it is. */
    ComponentPath component() {
        return spec.path().component();
    }

    Frame inner(FunctionCall innerCall, FunctionSpec innerSpec) {
        return new Frame(innerCall, innerSpec, app, scripts, depth + 1, lines, notes);
    }
}
