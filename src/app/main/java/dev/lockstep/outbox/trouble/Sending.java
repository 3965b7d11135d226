package dev.lockstep.outbox.trouble;

import dev.lockstep.outbox.change.Change;
import java.time.Instant;

/**
 * One sending of a change.
 *
 * @param number of the taking
 * @param at when sending began
 */
public record Sending(Change change, int number, Instant at) {}
