package dev.lockstep.convex;

/**
 * Where a call's token comes from. Asked at every try of every call, because a token may expire between two.
 *
 * <p>Asked on a thread of its own, which is interrupted when the call's deadline passes: a source that is slow never
 * holds a call longer than that. So it sees nothing that is bound to the caller's thread; capture that before.
 *
 * <p>A {@code Problem} that it throws reaches the caller as it is; any other exception becomes a problem of kind AUTH.
 */
@FunctionalInterface
public interface TokenSource {

    ConvexToken token();

    static TokenSource anonymous() {
        return of(new ConvexToken.None());
    }

    /** The same token at every call. */
    static TokenSource of(ConvexToken token) {
        return () -> token;
    }
}
