package dev.lockstep.emulator.convex.store;

import java.time.Duration;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Past snapshots that may still be asked for by timestamp: one for every tenth of a second of the last 30, and every
 * one whose timestamp was handed to a client. Thread-safe.
 */
final class Retained {

    private static final long KEPT = Duration.ofSeconds(30).toNanos();
    private static final long STEP = Duration.ofMillis(100).toNanos();

    private final NavigableMap<Long, Snapshot> snapshots = new TreeMap<>();
    private long lastStep;

    /** Offers the snapshot that was the latest until {@code now}. */
    synchronized void offer(Snapshot old, long now) {
        if (old.ts() - lastStep >= STEP) {
            lastStep = old.ts();
            pin(old);
        }
        // A snapshot stays until the one after it is 30 s old, since it was the truth until then.
        while (snapshots.size() > 1 && snapshots.higherKey(snapshots.firstKey()) < now - KEPT) {
            snapshots.pollFirstEntry();
        }
    }

    synchronized void pin(Snapshot snapshot) {
        snapshots.put(snapshot.ts(), snapshot);
    }

    synchronized Optional<Snapshot> at(long ts) {
        var entry = snapshots.floorEntry(ts);
        return entry == null ? Optional.empty() : Optional.of(entry.getValue());
    }
}
