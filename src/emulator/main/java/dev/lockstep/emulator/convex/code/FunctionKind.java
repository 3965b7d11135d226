package dev.lockstep.emulator.convex.code;

/** What a function may do. */
public enum FunctionKind {
    /** Reads, deterministically. */
    QUERY("Query"),
    /** Reads and writes in one transaction, deterministically. */
    MUTATION("Mutation"),
    /** Talks to the world; reads and writes by calling the other kinds. */
    ACTION("Action");

    private final String udfType;

    FunctionKind(String udfType) {
        this.udfType = udfType;
    }

    /** The protocol's word: {@code Query}, {@code Mutation}, {@code Action}. */
    public String udfType() {
        return udfType;
    }

    /** The word in sentences and in the app's code. */
    public String word() {
        return udfType.toLowerCase(java.util.Locale.ROOT);
    }

    /** @throws IllegalArgumentException for any other word, in any case of letters */
    public static FunctionKind named(String word) {
        return valueOf(word.toUpperCase(java.util.Locale.ROOT));
    }
}
