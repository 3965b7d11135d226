package dev.lockstep.sync;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import dev.lockstep.sync.store.Conflicts;
import dev.lockstep.sync.table.Conflict;
import dev.lockstep.sync.table.RecordId;
import dev.lockstep.sync.table.SettledConflict;
import dev.lockstep.sync.table.SyncedTable;
import dev.lockstep.sync.table.SyncedTables;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * What lost when two devices changed a record, for its owner to look at: they leave it, or take what had lost after all, field
 * by field, as an ordinary change of theirs; that can be undone. Thread-safe.
 */
@Service
public class RecordConflicts {

    /** In what lost: the deletion of the record. */
    public static final String DELETED = "deletedAt";

    private final SyncedRecords records;
    private final SyncedTables tables;
    private final Conflicts conflicts;
    private final TransactionOperations transaction;
    private final Clock clock;

    RecordConflicts(
            SyncedRecords records,
            SyncedTables tables,
            Conflicts conflicts,
            TransactionOperations transaction,
            Clock clock) {
        this.records = records;
        this.tables = tables;
        this.conflicts = conflicts;
        this.transaction = transaction;
        this.clock = clock;
    }

    public long count(Owner owner, boolean settled) {
        return in(() -> conflicts.count(owner, settled));
    }

    /** The newest first. */
    public List<SettledConflict> page(Owner owner, boolean settled, int offset, int limit) {
        return in(() -> conflicts.page(owner, settled, offset, limit));
    }

    /** @return empty when there is none, or it is another person's */
    public Optional<SettledConflict> find(Owner owner, ChangeId change) {
        return in(() -> conflicts.find(owner, change));
    }

    /** The record as it is now; empty when there is nothing to see of it. */
    public Optional<SyncedRow> record(Conflict conflict) {
        RecordId key = conflict.record();
        return records.find(key.owner(), tables.get(key.table()), key.clientId());
    }

    /** @return ends it */
    public Runnable watch(Owner owner, Runnable news) {
        return records.watch(owner, news);
    }

    /** Leaves the record as it is. @throws dev.lockstep.core.Problem when there is no such conflict */
    public void leave(Owner owner, ChangeId change) {
        SettledConflict open = get(owner, change);
        settle(open.conflict(), Optional.empty());
    }

    /**
     * Makes what had lost the record's values again.
     *
     * @param fields of what lost, at least one; {@link #DELETED} deletes the record, whatever else is named
     * @throws dev.lockstep.core.Problem when there is no such conflict, or no such record any more
     * @throws InvalidRecord when the table does not take such values any more
     */
    public void take(Owner owner, ChangeId change, Set<String> fields) {
        Conflict conflict = get(owner, change).conflict();
        SyncedTable table = tables.get(conflict.record().table());
        String id = conflict.record().clientId();
        SyncedRow now = record(conflict).orElseThrow(InvalidRecord::noSuchRecord);
        var before = new TreeMap<String, ConvexValue>();
        if (fields.contains(DELETED)) {
            before.put(DELETED, ConvexValue.NULL);
            records.delete(owner, table, id);
        } else {
            var values = new TreeMap<String, ConvexValue>(conflict.lost().fields());
            values.keySet().retainAll(fields);
            values.keySet()
                    .forEach(
                            field -> before.put(field, now.fields().field(field).orElse(ConvexValue.NULL)));
            if (now.deleted()) {
                before.put(DELETED, ConvexValue.TRUE);
                records.restore(owner, table, id);
            }
            records.edit(owner, table, id, new Obj(values));
        }
        settle(conflict, Optional.of(new Obj(before)));
    }

    /** Undoes {@link #take} or {@link #leave}: what was replaced is back, and the conflict is open. */
    public void reopen(Owner owner, ChangeId change) {
        SettledConflict settled = get(owner, change);
        RecordId key = settled.conflict().record();
        SyncedTable table = tables.get(key.table());
        settled.putBack().ifPresent(before -> {
            var values = new TreeMap<String, ConvexValue>(before.fields());
            ConvexValue deleted = values.remove(DELETED);
            if (ConvexValue.NULL.equals(deleted)) {
                records.restore(owner, table, key.clientId());
            }
            records.edit(owner, table, key.clientId(), new Obj(values));
            if (ConvexValue.TRUE.equals(deleted)) {
                records.delete(owner, table, key.clientId());
            }
        });
        in(() -> {
            conflicts.settle(new SettledConflict(settled.conflict(), Optional.empty(), Optional.empty()));
            return true;
        });
    }

    private void settle(Conflict conflict, Optional<Obj> putBack) {
        in(() -> {
            conflicts.settle(new SettledConflict(conflict, Optional.of(clock.instant()), putBack));
            return true;
        });
    }

    private SettledConflict get(Owner owner, ChangeId change) {
        return find(owner, change).orElseThrow(InvalidRecord::noSuchRecord);
    }

    private <T> T in(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }
}
