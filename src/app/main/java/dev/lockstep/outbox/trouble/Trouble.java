package dev.lockstep.outbox.trouble;

import dev.lockstep.core.Problem;

/** What keeps a change from arriving. */
public enum Trouble {
    /** The network, an overload, a limit: Lockstep keeps trying. */
    TRANSIENT,
    /** Its content was refused, not yet often enough to park it. */
    PERMANENT,
    /** Its person has to sign in. */
    AUTH,
    /** It was refused to the limit and waits for somebody. */
    PARKED,
    /** Somebody decided not to send it. */
    DISCARDED;

    /** How an answer of this kind is shown. */
    public static Trouble of(Problem.Kind kind) {
        return switch (kind) {
            case TRANSIENT -> TRANSIENT;
            case PERMANENT -> PERMANENT;
            case AUTH -> AUTH;
        };
    }
}
