package dev.lockstep.convex.value;

/** A JSON text that is not a Convex value. The message names the place and the rule, never the whole content. */
public final class ConvexValueException extends IllegalArgumentException {

    public ConvexValueException(String message) {
        super(message);
    }
}
