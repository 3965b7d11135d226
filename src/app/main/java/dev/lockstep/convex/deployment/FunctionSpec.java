package dev.lockstep.convex.deployment;

/**
 * A function as the deployment that has it describes it.
 *
 * @param name {@code messages:send}, or {@code GET /path} of an HTTP action
 * @param args the validator of its arguments as JSON; {@code {"type":"any"}} when it takes anything
 */
public record FunctionSpec(String name, Kind kind, Visibility visibility, String args) {

    /** What it is. */
    public enum Kind {
        QUERY,
        MUTATION,
        ACTION,
        HTTP_ACTION
    }

    /** Who may call it. */
    public enum Visibility {
        PUBLIC,
        INTERNAL
    }
}
