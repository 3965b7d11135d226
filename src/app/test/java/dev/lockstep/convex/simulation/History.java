package dev.lockstep.convex.simulation;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.wire.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * All that was ever written to a simulated deployment: entries in named logs, each at a time of its own.
 *
 * <p>Holds every snapshot, so that a result can be judged by the time it claims to be of; does not hold sessions. Not
 * thread-safe.
 */
final class History {

    /** @param at later than every entry before */
    record Entry(Timestamp at, String log, String text) {}

    private final List<Entry> entries = new ArrayList<>();
    private long now = 1_000;

    Timestamp now() {
        return new Timestamp(now);
    }

    /** Time may pass without a write. */
    Timestamp tick() {
        return new Timestamp(++now);
    }

    Timestamp write(String log, String text) {
        Timestamp at = tick();
        entries.add(new Entry(at, log, text));
        return at;
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** What a log held at some time, joined, as a query's value. */
    ConvexValue read(String log, Timestamp at) {
        return ConvexValue.text(entries.stream()
                .filter(entry -> entry.log().equals(log) && entry.at().compareTo(at) <= 0)
                .map(Entry::text)
                .collect(Collectors.joining(",")));
    }
}
