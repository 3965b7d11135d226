package dev.lockstep.emulator.convex.script;

import dev.lockstep.emulator.convex.code.AppCode;
import dev.lockstep.emulator.convex.code.CodeVersion;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Scripts that wait for their next call, all of one push: the app's and its components'. A new push empties the pool;
 * scripts of the old one end with their calls. Thread-safe.
 */
public final class ScriptPool implements AutoCloseable {

    /** Evaluating a module and all it imports. */
    static final Duration LOAD_LIMIT = Duration.ofSeconds(20);

    /** More calls than this may run at once; more idle scripts of one component than this are not kept. */
    private static final int MAX_IDLE = 12;

    private final ScriptEngine engine;
    private final Map<CodeVersion, Deque<Script>> idle = new IdentityHashMap<>();
    private AppCode code;
    private boolean closed;

    public ScriptPool(ScriptEngine engine, AppCode code) {
        this.engine = engine;
        this.code = code;
        use(code);
    }

    /** The code that scripts taken from now on run. */
    public void use(AppCode newer) {
        List<Script> outdated;
        synchronized (this) {
            code = newer;
            outdated = drain();
            newer.components().values().forEach(version -> idle.put(version, new ArrayDeque<>()));
        }
        outdated.forEach(Script::close);
    }

    private List<Script> drain() {
        List<Script> all = idle.values().stream().flatMap(Deque::stream).toList();
        idle.clear();
        return all;
    }

    /** A script for one call on this code; give it back. */
    public Script take(CodeVersion wanted) {
        synchronized (this) {
            Deque<Script> ready = idle.get(wanted);
            if (ready != null && !ready.isEmpty()) {
                return ready.removeFirst();
            }
        }
        return engine.script(wanted);
    }

    public void giveBack(Script script) {
        synchronized (this) {
            Deque<Script> ready = idle.get(script.code());
            if (!closed && !script.isBroken() && ready != null && ready.size() < MAX_IDLE) {
                ready.addFirst(script);
                return;
            }
        }
        script.close();
    }

    /** Makes one script of the app ready and evaluates all modules in it: the first call finds the code parsed. */
    public void warm() {
        CodeVersion wanted;
        synchronized (this) {
            wanted = code.root();
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
        List<Script> left;
        synchronized (this) {
            closed = true;
            left = drain();
        }
        left.forEach(Script::close);
    }
}
