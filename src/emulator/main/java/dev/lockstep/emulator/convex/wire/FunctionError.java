package dev.lockstep.emulator.convex.wire;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An error that belongs to the function that ran: user code can catch it, and uncaught it becomes
 * {@code status: "error"} with HTTP 200. Carries ConvexError data where there is some.
 */
public final class FunctionError extends RuntimeException {

    private final @Nullable String data;

    public FunctionError(String message) {
        this(message, null);
    }

    /** @param data the data of a ConvexError as encoded JSON; {@code null} for any other error */
    public FunctionError(String message, @Nullable String data) {
        super(message);
        this.data = data;
    }

    public String message() {
        return String.valueOf(getMessage());
    }

    public Optional<String> data() {
        return Optional.ofNullable(data);
    }
}
