package dev.lockstep.emulator.convex.script;

import dev.lockstep.emulator.convex.code.CodeVersion;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * What one call of a client, a job or an action runs on, with all the calls inside it: their time, and scripts on which
 * nothing of any other call has run. Used by one thread; close it when the outermost call has ended.
 */
public final class ScriptLease implements AutoCloseable {

    private final ScriptPool pool;
    private final CallTime time;
    private final Map<CodeVersion, Deque<Script>> idle = new IdentityHashMap<>();

    ScriptLease(ScriptPool pool, CallTime time) {
        this.pool = pool;
        this.time = time;
    }

    public CallTime time() {
        return time;
    }

    /** A script for one function on this code; give it back. */
    public Script take(CodeVersion code) {
        Script used = idle.getOrDefault(code, new ArrayDeque<>()).pollFirst();
        return used == null ? pool.take(code) : used;
    }

    public void giveBack(Script script) {
        if (script.isBroken()) {
            pool.discard(script);
        } else {
            idle.computeIfAbsent(script.code(), code -> new ArrayDeque<>()).addFirst(script);
        }
    }

    @Override
    public void close() {
        idle.values().forEach(scripts -> scripts.forEach(pool::discard));
        idle.clear();
    }
}
