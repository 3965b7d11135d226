package dev.lockstep.outbox.push;

import dev.lockstep.core.Problem;

/** How one try to deliver a change ended. */
public sealed interface Delivery {

    /** The destination has it. */
    record Taken() implements Delivery {}

    /**
     * The destination did not take it, or was not asked because it does not take anything now. What happens next is stored
     * with the change.
     */
    record NotTaken(Problem problem) implements Delivery {}

    /** It is settled already, in somebody else's hands, or behind an older change of its record. */
    record Held() implements Delivery {}
}
