package dev.lockstep.convex.wire;

/** A text that is not a message of the protocol. The message names the field and never holds a value of the app's. */
public final class WireException extends RuntimeException {

    public WireException(String message) {
        super(message);
    }

    public String message() {
        return String.valueOf(getMessage());
    }
}
