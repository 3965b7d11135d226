package dev.lockstep.emulator.convex.script;

import dev.lockstep.emulator.convex.code.AppCode;
import dev.lockstep.emulator.convex.code.CodeVersion;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scripts that wait for a call, all of one push: the app's and its components'. A script serves one call and is thrown
 * away, for whatever a function changed in it, a built-in, a global, a variable of a module, is nobody else's; another is
 * made ready meanwhile, with the modules that the call used. Thread-safe.
 */
public final class ScriptPool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ScriptPool.class);

    /** On a processor, for evaluating a module and all it imports. */
    static final Duration LOAD_LIMIT = Duration.ofSeconds(20);

    /** Scripts of one component that wait. More calls at once make theirs themselves. */
    private static final int READY = 4;

    private final ScriptEngine engine;
    private final Map<CodeVersion, Deque<Script>> ready = new IdentityHashMap<>();
    private final Set<CodeVersion> refilling = Collections.newSetFromMap(new IdentityHashMap<>());
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
            newer.components().values().forEach(version -> ready.put(version, new ArrayDeque<>()));
        }
        outdated.forEach(Script::close);
    }

    private List<Script> drain() {
        List<Script> all = ready.values().stream().flatMap(Deque::stream).toList();
        ready.clear();
        return all;
    }

    /** What a call runs on that may take this time. */
    public ScriptLease lease(CallTime time) {
        return new ScriptLease(this, time);
    }

    /** A script on which no function has run. */
    Script take(CodeVersion wanted) {
        synchronized (this) {
            Deque<Script> waiting = ready.get(wanted);
            if (waiting != null && !waiting.isEmpty()) {
                return waiting.removeFirst();
            }
        }
        return engine.script(wanted);
    }

    /** Throws a script away that has been used, and makes another ready in the background. */
    void discard(Script script) {
        script.close();
        CodeVersion version = script.code();
        Set<String> modules = script.loaded();
        synchronized (this) {
            // One at a time of each component, so that the work behind the calls cannot grow beyond what they need.
            if (!isWanted(version) || !refilling.add(version)) {
                return;
            }
        }
        engine.later(() -> refill(version, modules));
    }

    private void refill(CodeVersion version, Set<String> modules) {
        try {
            Script next = engine.script(version);
            next.preload(modules);
            offer(next);
        } catch (RuntimeException | OutOfMemoryError e) {
            // Closed meanwhile, or another call has filled the heap: whoever calls next makes a script of its own.
            LOG.debug("No script was made ready", e);
        } finally {
            synchronized (this) {
                refilling.remove(version);
            }
        }
    }

    private synchronized boolean isWanted(CodeVersion version) {
        Deque<Script> waiting = ready.get(version);
        return !closed && waiting != null && waiting.size() < READY;
    }

    private void offer(Script script) {
        synchronized (this) {
            if (!script.isBroken() && isWanted(script.code())) {
                ready.get(script.code()).addLast(script);
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
        script.preload();
        offer(script);
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
