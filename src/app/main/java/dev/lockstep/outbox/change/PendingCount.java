package dev.lockstep.outbox.change;

/**
 * How many of a person's changes have not arrived everywhere; counted by the database.
 *
 * @param all of them, on their way or stopped
 * @param failed whose last try failed
 * @param stopped that only a person can move on
 */
public record PendingCount(long all, long failed, long stopped) {}
