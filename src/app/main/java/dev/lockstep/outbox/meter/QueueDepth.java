package dev.lockstep.outbox.meter;

import java.time.Duration;

/**
 * What lies in the outbox for one destination.
 *
 * @param waiting changes that are still to be delivered
 * @param parked changes that somebody must look at
 * @param oldest the age of the oldest change that waits for more than a sign-in of its person; zero when none does
 */
public record QueueDepth(long waiting, long parked, Duration oldest) {

    public static final QueueDepth EMPTY = new QueueDepth(0, 0, Duration.ZERO);
}
