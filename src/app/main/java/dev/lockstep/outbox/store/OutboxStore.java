package dev.lockstep.outbox.store;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.change.PendingCount;
import dev.lockstep.outbox.engine.ChangeState;
import dev.lockstep.outbox.engine.Entry;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Where changes are kept. Every method joins the caller's transaction. What all of them promise is in
 * {@code OutboxStoreTest}, which each is put through.
 *
 * <p>A change <em>blocks</em> the younger ones of its owner, destination and record while it waits or is parked. Each store
 * states that once.
 */
interface OutboxStore {

    /** Keeps new changes in this order, to be sent from {@code due} on. */
    void add(List<Change> changes, Instant now, Instant due);

    Optional<Entry> find(ChangeId id);

    /** Those of them that there are, the oldest first. */
    List<Entry> find(Collection<ChangeId> ids);

    /** The change with all that it carries. */
    Optional<Change> change(ChangeId id);

    /** The changes of one go, in order. */
    List<Entry> group(ChangeId group);

    /** Those that block this one, the oldest first. */
    List<Entry> blocking(Entry entry);

    /**
     * Writes how a change stands.
     *
     * @param before as it was read
     * @throws org.springframework.dao.OptimisticLockingFailureException when somebody has written it since
     */
    default void update(Entry before, Entry after) {
        update(Map.of(before, after));
    }

    /**
     * Writes how changes stand.
     *
     * @param entries as they were read, and as they are from now on
     * @throws org.springframework.dao.OptimisticLockingFailureException when somebody has written one since
     */
    void update(Map<Entry, Entry> entries);

    /** Lets a change take its turn where this one is. */
    void moveTo(ChangeId id, Entry.Place place);

    /** Forgets what does not fit into the payload of a change that has arrived. */
    void dropAttachment(ChangeId id);

    /**
     * Takes what is due, leased by nobody and blocked by nothing.
     *
     * @param limit how many at most, at least 1
     * @return at most one change of each owner, destination and record, the oldest first; empty when nothing is due
     */
    List<Claim> take(int limit, Instant now, Instant until);

    /** Marks as delivered. @return which of these were still held under their claims */
    Set<ChangeId> delivered(List<Claim> claims, Instant now);

    /** Lets those of them that wait or are parked be sent again. @return how many */
    int again(Collection<UUID> ids, Instant now);

    /** Makes everything of this owner's that waits due now, whoever holds it meanwhile. */
    void dueNow(Owner owner, Instant now);

    /**
     * Makes due what moved after a moment that has not come yet.
     *
     * @param lease until when a lease of such a change may run at most
     * @return how many
     */
    int bringBack(Instant now, Instant after, Instant lease);

    /** Changes of this owner's in these states, with all that they carry, the oldest first. */
    List<Change> changes(Owner owner, String record, Set<ChangeState> states);

    /** The same for several records of one table. */
    List<Change> changes(Owner owner, String table, Collection<String> records, Set<ChangeState> states);

    /** The oldest first. */
    List<Entry> entries(Owner owner, Set<ChangeState> states);

    /**
     * The oldest only.
     *
     * @param except destinations whose changes are left out
     * @param most how many at most, at least 1
     */
    List<Entry> entries(Owner owner, Set<ChangeState> states, Set<String> except, int most);

    /** Those of these records of a table only. */
    List<Entry> entries(Owner owner, String table, Collection<String> records, Set<ChangeState> states);

    /** The ids of a table's records of which something waits or is parked for a destination. */
    Set<String> unsettledRecords(Owner owner, String destination, String table);

    /**
     * Counts what of this owner's waits or is parked.
     *
     * @param recordPrefix the beginning of the records' keys; empty for all
     * @param except destinations that do not count
     */
    PendingCount count(Owner owner, String recordPrefix, Set<String> except);

    /** The destinations for which something of this owner's waits or is parked. */
    Set<String> pendingDestinations(Owner owner);

    /** The destinations at which something newer of the same record has arrived. */
    Set<String> arrivedSince(Entry entry);

    /**
     * Whether something newer of the same record was sent to the same destination and not refused: it may have arrived, even
     * if nobody knows.
     */
    boolean isNewerSent(Entry entry);
}
