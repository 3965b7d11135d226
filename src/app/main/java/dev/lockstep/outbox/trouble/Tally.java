package dev.lockstep.outbox.trouble;

/** How many changes are in this trouble on their way to this destination, about records of this table. */
public record Tally(Trouble trouble, String destination, String table, long count) {}
