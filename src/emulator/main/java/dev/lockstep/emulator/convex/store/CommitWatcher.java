package dev.lockstep.emulator.convex.store;

import dev.lockstep.emulator.convex.key.IndexName;
import dev.lockstep.emulator.convex.key.OrderedKey;
import java.util.List;
import java.util.Map;

/**
 * Hears of every commit, in order, before and after it is visible. Called on the committer's thread: hand the news over and
 * return; never wait and never commit from here.
 */
@FunctionalInterface
public interface CommitWatcher {

    /** @param keys what was touched in every index, old keys and new ones; with {@link IndexName#TABLES} when whole
     *     tables were exchanged */
    void committed(long ts, Map<IndexName, List<OrderedKey>> keys);

    /**
     * The same news before anybody can see the commit: whoever reads the latest snapshot afterwards may rely on this
     * having returned for every commit in it.
     */
    default void committing(long ts, Map<IndexName, List<OrderedKey>> keys) {}
}
