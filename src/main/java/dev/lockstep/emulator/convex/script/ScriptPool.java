package dev.lockstep.emulator.convex.script;

import dev.lockstep.emulator.convex.code.CodeVersion;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Scripts that wait for their next call, all of one code version. A new version empties the pool; scripts of the old
 * one end with their calls. Thread-safe.
 */
public final class ScriptPool implements AutoCloseable {

    /** Evaluating a module and all it imports. */
    static final Duration LOAD_LIMIT = Duration.ofSeconds(20);

    /** More calls than this may run at once; more idle scripts than this are not kept. */
    private static final int MAX_IDLE = 12;

    private final ScriptEngine engine;
    private final Deque<Script> idle = new ArrayDeque<>();
    private CodeVersion code;
    private boolean closed;

    public ScriptPool(ScriptEngine engine, CodeVersion code) {
        this.engine = engine;
        this.code = code;
    }

    /** The version that scripts taken from now on run. */
    public void use(CodeVersion newer) {
        Deque<Script> outdated;
        synchronized (this) {
            code = newer;
            outdated = new ArrayDeque<>(idle);
            idle.clear();
        }
        outdated.forEach(Script::close);
    }

    /** A script for one call on this code; give it back. */
    public Script take(CodeVersion wanted) {
        synchronized (this) {
            Script script = wanted == code ? idle.pollFirst() : null;
            if (script != null) {
                return script;
            }
        }
        return engine.script(wanted);
    }

    public void giveBack(Script script) {
        synchronized (this) {
            if (!closed && !script.isBroken() && script.code() == code && idle.size() < MAX_IDLE) {
                idle.addFirst(script);
                return;
            }
        }
        script.close();
    }

    /** Makes one script ready and evaluates all modules in it, so that the first call finds the code parsed. */
    public void warm() {
        CodeVersion wanted;
        synchronized (this) {
            wanted = code;
        }
        Script script = take(wanted);
        try {
            script.preload();
        } finally {
            giveBack(script);
        }
    }

    @Override
    public void close() {
        Deque<Script> left;
        synchronized (this) {
            closed = true;
            left = new ArrayDeque<>(idle);
            idle.clear();
        }
        left.forEach(Script::close);
    }
}
