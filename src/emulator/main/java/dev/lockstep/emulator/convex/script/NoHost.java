package dev.lockstep.emulator.convex.script;

import dev.lockstep.emulator.convex.wire.FunctionError;
import tools.jackson.databind.JsonNode;

/** What code finds while it is only imported: nothing. */
public enum NoHost implements ScriptHost {
    INSTANCE;

    @Override
    public String syscall(String operation, JsonNode arguments) {
        throw refused(operation);
    }

    @Override
    public Answer asyncSyscall(String operation, JsonNode arguments) {
        throw refused(operation);
    }

    @Override
    public Answer fetch(JsonNode request) {
        throw refused("fetch");
    }

    private static FunctionError refused(String operation) {
        return new FunctionError("Can't use " + operation + " at import time. Move it into a function.");
    }
}
