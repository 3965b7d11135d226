package dev.lockstep.emulator.convex.store;

import dev.lockstep.emulator.convex.key.IndexName;
import dev.lockstep.emulator.convex.key.OrderedKey;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Which keys recent commits touched. Holds the last minute of what is on the disk; a transaction that started before that
 * cannot be checked and conflicts. Owned by the committer's thread.
 */
final class CommitLog {

    private static final Duration KEPT = Duration.ofMinutes(1);

    private final NavigableMap<Long, Map<IndexName, List<OrderedKey>>> commits = new TreeMap<>();
    private long checkableFrom;

    CommitLog(long start) {
        this.checkableFrom = start;
    }

    /** A commit that is durable: what was not written must never be in here, or it refuses others for nothing. */
    void add(long ts, Map<IndexName, List<OrderedKey>> keys) {
        commits.put(ts, keys);
        long oldest = ts - KEPT.toNanos();
        while (commits.firstKey() < oldest) {
            checkableFrom = commits.pollFirstEntry().getKey();
        }
    }

    /** From here on a transaction that started before this timestamp conflicts, whatever it read. */
    void forget(long ts) {
        commits.headMap(ts, true).clear();
        checkableFrom = ts;
    }

    /**
     * @param pending the keys of commits that are going to the disk before this one
     * @throws WriteConflict when a commit after the transaction's snapshot touched what it read
     */
    void check(Transaction transaction, Collection<Map<IndexName, List<OrderedKey>>> pending) throws WriteConflict {
        if (transaction.ts() < checkableFrom) {
            throw new WriteConflict(transaction.writtenTable());
        }
        refuse(transaction, commits.tailMap(transaction.ts(), false).values());
        refuse(transaction, pending);
    }

    private static void refuse(Transaction transaction, Collection<Map<IndexName, List<OrderedKey>>> commits)
            throws WriteConflict {
        for (var commit : commits) {
            for (var entry : commit.entrySet()) {
                for (OrderedKey key : entry.getValue()) {
                    if (transaction.read(entry.getKey(), key)) {
                        throw new WriteConflict(entry.getKey().table());
                    }
                }
            }
        }
    }
}
