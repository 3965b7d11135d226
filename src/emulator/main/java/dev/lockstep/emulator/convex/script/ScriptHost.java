package dev.lockstep.emulator.convex.script;

import dev.lockstep.emulator.convex.wire.FunctionError;
import dev.lockstep.emulator.convex.wire.Refusal;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;

/**
 * What running code may ask for. Called on the script's thread; errors that are {@link FunctionError} or {@link Refusal}
 * reach the code as JavaScript errors, all others end the call.
 */
public interface ScriptHost {

    /** An answer that is there, or one that comes while the script goes on. Both are JSON. */
    sealed interface Answer {

        record Now(String json) implements Answer {}

        record Later(CompletableFuture<String> json) implements Answer {}
    }

    /** The code looked at the clock or rolled dice, in a query or mutation. */
    default void usedTime() {}

    /**
     * Code has not asked for answers that it was given ahead.
     *
     * @param report whose and how many
     */
    default void unread(String report) {}

    /** @return JSON */
    String syscall(String operation, JsonNode arguments);

    Answer asyncSyscall(String operation, JsonNode arguments);

    /** @param request {@code {url, method, headers, body (base64) or null, redirect}} */
    Answer fetch(JsonNode request);
}
