package dev.lockstep.outbox.trouble;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One try to deliver a change that did not succeed, or the success after such tries.
 *
 * @param number of the taking; numbers are missing where the change was taken and not sent
 * @param at when it was sent
 * @param trouble why it was not taken; empty when it was
 * @param code the answer's code; empty when it was taken
 * @param message the answer's sentence; empty when it was taken
 */
public record Attempt(
        int number,
        Instant at,
        Duration took,
        Optional<Trouble> trouble,
        Optional<String> code,
        Optional<String> message) {}
