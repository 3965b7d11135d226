package dev.lockstep.emulator.convex.script;

import dev.lockstep.emulator.convex.code.CodeVersion;
import org.jspecify.annotations.Nullable;

/**
 * What one call of a client, a job or an action runs on, with all the calls inside it: their time, and a worker that is for
 * them alone if they compute. Used by one thread; close it when the outermost call has ended.
 */
public final class ScriptLease implements AutoCloseable {

    private final ScriptPool pool;
    private final CallTime time;
    private @Nullable Worker worker;

    ScriptLease(ScriptPool pool, CallTime time) {
        this.pool = pool;
        this.time = time;
    }

    public CallTime time() {
        return time;
    }

    /** What one function on this code runs on; give it back. Waits when all workers are in use. */
    public Script take(CodeVersion code) {
        if (worker == null) {
            worker = pool.take(time);
        }
        return pool.script(worker, code);
    }

    public void giveBack(Script script) {
        if (script.isBroken()) {
            close();
        }
    }

    @Override
    public void close() {
        if (worker != null) {
            pool.giveBack(worker);
            worker = null;
        }
    }
}
