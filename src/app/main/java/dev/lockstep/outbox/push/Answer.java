package dev.lockstep.outbox.push;

import dev.lockstep.core.Problem;
import dev.lockstep.outbox.change.Destination;
import dev.lockstep.outbox.store.Claim;

/** How a claim came back from the {@link Courier}; nothing of it is stored yet. */
sealed interface Answer {

    Claim claim();

    /** The destination has it and said this. */
    record Taken(Claim claim, Destination destination, String result) implements Answer {}

    /** It was sent, or there is nobody to send it to, and it did not arrive. */
    record NotTaken(Claim claim, Problem problem) implements Answer {}

    /** It was not sent, because its destination does not take it now. */
    record TurnedAway(Claim claim, Gates.Refusal refusal) implements Answer {}

    /** It was not sent, because too little of its lease was left. */
    record TooLate(Claim claim) implements Answer {}
}
