package dev.lockstep.outbox.engine;

import dev.lockstep.core.Problem;

/** What has to be written down besides the change itself, in the same transaction. */
public sealed interface Effect {

    /** A try failed after which there will be another. */
    record Failed(Problem problem) implements Effect {}

    /** A refusal after which it waits for somebody. */
    record Parked(Problem problem) implements Effect {}

    /** A refusal that went back to the person at the form. */
    record Rejected(Problem problem) implements Effect {}

    /** It arrived after trouble, at this try. */
    record ArrivedAfterTrouble(int tries) implements Effect {}
}
