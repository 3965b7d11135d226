package dev.lockstep.outbox.store;

/**
 * A change that its destination has taken, to be stored as delivered.
 *
 * @param follow stores what the answer means, in the same transaction; when it throws, the change stays and is sent again
 *     under its id
 */
public record Arrival(Claim claim, Runnable follow) {}
