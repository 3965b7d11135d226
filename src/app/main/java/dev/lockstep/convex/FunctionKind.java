package dev.lockstep.convex;

/** What a function may do, and so what may be repeated when a call fails. */
public enum FunctionKind {
    /** Reads. Repeated freely: it changes nothing. */
    QUERY("query"),
    /** Writes, in one transaction. Repeated only when it is known not to have run. */
    MUTATION("mutation"),
    /** Does anything. Repeated only when it is known not to have run. */
    ACTION("action"),
    /** Any function, internal ones too, for whom holds the deployment's key. Repeated like a mutation. */
    ANY("function");

    private final String endpoint;

    FunctionKind(String endpoint) {
        this.endpoint = endpoint;
    }

    String endpoint() {
        return endpoint;
    }
}
