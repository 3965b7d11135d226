package dev.lockstep.emulator.convex.live;

import dev.lockstep.emulator.convex.key.IndexName;
import dev.lockstep.emulator.convex.key.Interval;
import dev.lockstep.emulator.convex.key.OrderedKey;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The keys of the last minute's commits: what may have happened while a query ran. Not thread-safe.
 */
final class CommitHistory {

    private static final long KEPT = Duration.ofMinutes(1).toNanos();

    private final NavigableMap<Long, Map<IndexName, List<OrderedKey>>> commits = new TreeMap<>();
    private long knownFrom;

    /** @param knownFrom no commit after this one is missing */
    CommitHistory(long knownFrom) {
        this.knownFrom = knownFrom;
    }

    void add(long ts, Map<IndexName, List<OrderedKey>> keys) {
        commits.put(ts, keys);
        while (commits.firstKey() < ts - KEPT) {
            knownFrom = commits.pollFirstEntry().getKey();
        }
    }

    /** The first commit after a snapshot that wrote where was read; {@link LiveQuery#NEVER} when there is none. */
    long touched(long snapshot, Map<IndexName, Set<Interval>> reads) {
        if (snapshot < knownFrom) {
            return snapshot;
        }
        for (var commit : commits.tailMap(snapshot, false).entrySet()) {
            for (var index : commit.getValue().entrySet()) {
                if (meet(reads.getOrDefault(index.getKey(), Set.of()), index.getValue())) {
                    return commit.getKey();
                }
            }
        }
        return LiveQuery.NEVER;
    }

    private static boolean meet(Collection<Interval> intervals, List<OrderedKey> keys) {
        return intervals.stream().anyMatch(interval -> keys.stream().anyMatch(interval::contains));
    }
}
