package dev.lockstep.convex.deployment;

/**
 * The value of an environment variable: a secret more often than not, so that it is never printed; unlike a {@code Secret}
 * it may be empty.
 */
public record VariableValue(String text) {

    @Override
    public String toString() {
        return "•••";
    }
}
