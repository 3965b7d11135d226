package dev.lockstep.outbox.store;

import dev.lockstep.core.Problem;
import dev.lockstep.outbox.engine.Event;
import java.time.Duration;

/**
 * How a claim came back, to be stored with {@link Claims#settle} or, with others, {@link Claims#settleAll}.
 *
 * @param event under the number of the claim
 */
public record ClaimAnswer(Claim claim, Event.Answer event) {

    /** Its destination has it. */
    public static ClaimAnswer delivered(Claim claim) {
        return new ClaimAnswer(claim, new Event.Delivered(claim.number()));
    }

    /** It was not taken; stored with it are why, and when to go on. */
    public static ClaimAnswer failed(Claim claim, Problem problem) {
        return new ClaimAnswer(claim, new Event.NotTaken(claim.number(), problem));
    }

    /** It was refused while the person was there to see why: it is not sent again. */
    public static ClaimAnswer rejected(Claim claim, Problem problem) {
        return new ClaimAnswer(claim, new Event.Rejected(claim.number(), problem));
    }

    /** It was not sent; the taking does not count as an attempt. */
    public static ClaimAnswer released(Claim claim) {
        return new ClaimAnswer(claim, new Event.Released(claim.number()));
    }

    /** Its destination does not take it now; does not count as an attempt either. */
    public static ClaimAnswer postponed(Claim claim, Problem reason, Duration wait) {
        return new ClaimAnswer(claim, new Event.Postponed(claim.number(), reason, wait));
    }

    boolean isDelivered() {
        return event instanceof Event.Delivered;
    }

    /** Delivered at the first taking: nothing about it can have been written down before. */
    boolean isDeliveredAtOnce() {
        return isDelivered() && claim.number() == 1;
    }
}
