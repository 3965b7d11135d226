package dev.lockstep.outbox;

import java.time.Duration;

/**
 * One destination's part of what a person did in one go.
 *
 * @param destination its name, for example {@code CLERK_USER}
 * @param title what people call it, for example {@code Clerk}
 * @param outcome how it went
 * @param took from the start of the save until this was known
 */
public record Leg(String destination, String title, Outcome outcome, Duration took) {}
