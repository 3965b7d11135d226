package dev.lockstep.emulator.convex.call;

import dev.lockstep.emulator.convex.key.IndexName;
import dev.lockstep.emulator.convex.key.Interval;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A query that ran, with what a subscription needs to keep its result fresh.
 *
 * @param reads what the outcome depends on, also that of a failure
 * @param journal where its page ended, to be handed to the next run; empty when there was no page
 * @param timely whether it looked at the clock or rolled dice, so that it tells newcomers nothing
 */
public record QueryRun(
        Outcome outcome, Map<IndexName, List<Interval>> reads, Optional<String> journal, boolean timely) {}
