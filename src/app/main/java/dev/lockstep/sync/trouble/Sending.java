package dev.lockstep.sync.trouble;

import dev.lockstep.sync.table.Change;
import java.time.Instant;

/**
 * One sending of a change.
 *
 * @param number of the taking
 * @param at when sending began
 */
public record Sending(Change change, int number, Instant at) {}
