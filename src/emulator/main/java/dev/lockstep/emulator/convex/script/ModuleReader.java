package dev.lockstep.emulator.convex.script;

import dev.lockstep.emulator.convex.code.CodeVersion;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Evaluates modules to find out what they declare, in a process that nothing else runs in. Used by one thread. */
public final class ModuleReader implements AutoCloseable {

    private final ScriptEngine engine;
    private @Nullable Worker worker;

    ModuleReader(ScriptEngine engine) {
        this.engine = engine;
    }

    /**
     * Reads a module without calling its functions.
     *
     * @param code whose module it is, with those that it imports
     * @param what {@code functions}, {@code schema}, {@code definition} or {@code auth}
     * @throws ScriptError what evaluating it threw
     */
    public JsonNode read(CodeVersion code, String module, String what) throws ScriptError {
        return script(code).analyze(module, what);
    }

    Script script(CodeVersion code) throws ScriptError {
        if (worker == null || !worker.isAlive()) {
            try {
                worker = new Worker(engine.processes().take(), Worker.Mode.BLOCKING);
            } catch (IllegalStateException e) {
                throw new ScriptError(String.valueOf(e.getMessage()), null);
            }
        }
        return new Script(engine, worker, code, new KnownState());
    }

    @Override
    public void close() {
        if (worker != null) {
            worker.close();
        }
    }
}
