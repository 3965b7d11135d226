package dev.lockstep.sync.outbox;

import dev.lockstep.sync.table.Change;
import java.time.Instant;

/**
 * A change that was taken for sending.
 *
 * @param number counts the takings of this change; an answer under a number that is no longer the last comes too late
 * @param until when the lease runs out and somebody else may take the change
 * @param recordedAt when the change was recorded
 */
public record Claim(Change change, int number, Instant until, Instant recordedAt) {}
