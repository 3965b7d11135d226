package dev.lockstep.emulator.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The trouble that an emulator is asked to make. Holds faults and how often each is still to come; does not hold
 * requests. The first fault that matches is used. Thread-safe.
 */
public final class FaultPlan {

    /** A fault without a count. */
    public static final int FOR_EVER = -1;

    private static final class Entry {
        private final Fault fault;
        private int left;

        private Entry(Fault fault, int left) {
            this.fault = fault;
            this.left = left;
        }
    }

    private final List<Entry> entries = new ArrayList<>();

    /** @param times how many requests it hits, or {@link #FOR_EVER} */
    public synchronized void add(Fault fault, int times) {
        entries.add(new Entry(fault, times));
    }

    public synchronized void clear() {
        entries.clear();
    }

    /** The fault for this request or message, counted as used. */
    public synchronized Optional<Fault> take(String request) {
        for (Entry entry : entries) {
            if (entry.left != 0 && entry.fault.hits(request)) {
                if (entry.left > 0) {
                    entry.left--;
                }
                return Optional.of(entry.fault);
            }
        }
        return Optional.empty();
    }
}
