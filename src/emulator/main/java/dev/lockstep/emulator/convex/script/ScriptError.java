package dev.lockstep.emulator.convex.script;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Code threw and did not catch, or was ended. The message is what the developer sees, frames included. */
public final class ScriptError extends Exception {

    private final @Nullable String data;

    ScriptError(String message, @Nullable String data) {
        super(message);
        this.data = data;
    }

    /** @param data of a ConvexError as encoded JSON; {@code null} for any other error */
    public static ScriptError of(String message, @Nullable String data) {
        return new ScriptError(message, data);
    }

    public String message() {
        return String.valueOf(getMessage());
    }

    /** The data of a ConvexError as encoded JSON. */
    public Optional<String> data() {
        return Optional.ofNullable(data);
    }
}
