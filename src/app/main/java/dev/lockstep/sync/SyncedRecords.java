package dev.lockstep.sync;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.core.GuestId;
import dev.lockstep.core.Owner;
import dev.lockstep.core.Problem;
import dev.lockstep.core.concurrent.Retrying;
import dev.lockstep.outbox.Deliveries;
import dev.lockstep.outbox.Waiting;
import dev.lockstep.outbox.change.PendingCount;
import dev.lockstep.outbox.change.RecordKey;
import dev.lockstep.sync.LivePulls.Standing;
import dev.lockstep.sync.store.Conflicts;
import dev.lockstep.sync.store.Cursors;
import dev.lockstep.sync.store.RecordStore;
import dev.lockstep.sync.store.StoredRecord;
import dev.lockstep.sync.table.Conflict;
import dev.lockstep.sync.table.Op;
import dev.lockstep.sync.table.Overlay;
import dev.lockstep.sync.table.RecordFilter;
import dev.lockstep.sync.table.RecordId;
import dev.lockstep.sync.table.SyncedTable;
import dev.lockstep.sync.table.TableField;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The door to records that devices share: reads and writes this installation's copy, at once and whoever can be reached. What is
 * written goes out by itself, and is on the page before that; what others write comes in while somebody watches.
 */
@Service
public class SyncedRecords {

    /** Something is sent at the moment in which it is written over: looked at again, the change stands behind it. */
    private static final Retrying RETRYING = new Retrying(5, OptimisticLockingFailureException.class::isInstance);

    /** Everybody can be a guest: one of them takes some megabytes at most. */
    private static final long MOST_OF_A_GUEST = 10_000;

    private static final int LATEST_CONFLICTS = 10;

    private final RecordStore records;
    private final Conflicts conflicts;
    private final Cursors cursors;
    private final LocalCopy copy;
    private final LivePulls pulls;
    private final Deliveries deliveries;
    private final TransactionOperations transaction;

    SyncedRecords(
            RecordStore records,
            Conflicts conflicts,
            Cursors cursors,
            LocalCopy copy,
            LivePulls pulls,
            Deliveries deliveries,
            TransactionOperations transaction) {
        this.records = records;
        this.conflicts = conflicts;
        this.cursors = cursors;
        this.copy = copy;
        this.pulls = pulls;
        this.deliveries = deliveries;
        this.transaction = transaction;
    }

    public long count(Owner owner, SyncedTable table, RecordFilter filter) {
        return read(() -> records.count(owner, table.name(), filter));
    }

    /** The newest first. */
    public List<SyncedRow> page(Owner owner, SyncedTable table, RecordFilter filter, int offset, int limit) {
        return read(() -> rows(owner, table, records.page(owner, table.name(), filter, offset, limit)));
    }

    /** Empty when there is nothing to see of it. */
    public Optional<SyncedRow> find(Owner owner, SyncedTable table, String clientId) {
        return read(() -> records.find(new RecordId(owner, table.name(), clientId))
                .filter(stored -> stored.shown().isPresent())
                .map(stored -> rows(owner, table, List.of(stored)).getFirst()));
    }

    private List<SyncedRow> rows(Owner owner, SyncedTable table, List<StoredRecord> stored) {
        Map<String, Waiting> waiting =
                deliveries
                        .waiting(
                                owner,
                                table.name(),
                                stored.stream().map(StoredRecord::clientId).toList())
                        .stream()
                        .collect(Collectors.toMap(
                                one -> RecordKey.of(one.record()).id(), Function.identity(), (first, later) -> first));
        return stored.stream()
                .map(one -> row(owner, one, Optional.ofNullable(waiting.get(one.clientId()))))
                .toList();
    }

    private static SyncedRow row(Owner owner, StoredRecord stored, Optional<Waiting> waiting) {
        Overlay shown = stored.shown().orElseThrow();
        SyncedRow.State state = waiting.map(
                        change -> change.stopped() ? SyncedRow.State.FAILED : SyncedRow.State.PENDING)
                .orElse(owner instanceof GuestId ? SyncedRow.State.LOCAL : SyncedRow.State.SYNCED);
        return new SyncedRow(
                stored.clientId(),
                shown.fields(),
                shown.deleted(),
                state,
                waiting.map(Waiting::id),
                waiting.flatMap(Waiting::error),
                stored.createdAt(),
                stored.updatedAt());
    }

    /** Who lost when two devices changed this record, the newest first. */
    public List<Conflict> conflicts(Owner owner, SyncedTable table, String clientId) {
        return read(() -> conflicts.of(new RecordId(owner, table.name(), clientId), LATEST_CONFLICTS));
    }

    /**
     * Makes a record.
     *
     * @param fields all that it has
     * @return its id
     * @throws InvalidRecord when the table does not take these fields
     * @throws Problem when it is one too many for a guest
     */
    public String create(Owner owner, SyncedTable table, Obj fields) {
        if (!table.policy().allowsAdding()) {
            throw new IllegalStateException("Bug: nobody adds to " + table.name());
        }
        Obj whole = withoutNulls(fields);
        check(table, whole, table.fields());
        if (owner instanceof GuestId guest && read(() -> records.countAll(guest)) >= MOST_OF_A_GUEST) {
            throw InvalidRecord.tooManyWithoutAnAccount();
        }
        return write(owner, () -> copy.create(owner, table, whole)).clientId();
    }

    /**
     * Changes a record.
     *
     * @param changed the fields that are others now; {@link ConvexValue#NULL} removes one. Empty does nothing
     * @throws InvalidRecord when the table does not take them
     * @throws Problem when there is no such record
     */
    public void edit(Owner owner, SyncedTable table, String clientId, Obj changed) {
        check(
                table,
                changed,
                table.fields().stream()
                        .filter(field -> changed.fields().containsKey(field.name()))
                        .toList());
        if (!changed.fields().isEmpty()) {
            change(owner, table, clientId, Op.Kind.UPSERT, changed);
        }
    }

    /** Deletes a record for all devices; {@link #restore} takes it back. */
    public void delete(Owner owner, SyncedTable table, String clientId) {
        change(owner, table, clientId, Op.Kind.DELETE, ConvexValue.emptyObject());
    }

    public void restore(Owner owner, SyncedTable table, String clientId) {
        change(owner, table, clientId, Op.Kind.RESTORE, ConvexValue.emptyObject());
    }

    private void change(Owner owner, SyncedTable table, String clientId, Op.Kind kind, Obj fields) {
        if (!table.policy().allowsChanging()) {
            throw new IllegalStateException("Bug: nobody changes records of " + table.name());
        }
        var key = new RecordId(owner, table.name(), clientId);
        write(owner, () -> {
            copy.change(key, table, kind, fields);
            return key;
        });
    }

    private static Obj withoutNulls(Obj fields) {
        var there = new TreeMap<>(fields.fields());
        there.values().removeIf(ConvexValue.NULL::equals);
        return new Obj(there);
    }

    private static void check(SyncedTable table, Obj said, List<TableField> fields) {
        said.fields().keySet().stream()
                .filter(name -> table.field(name).isEmpty())
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("Bug: " + table.name() + " have no field " + name);
                });
        Map<TableField, TableField.Fault> faults = new LinkedHashMap<>();
        for (TableField field : fields) {
            field.faultOf(said.field(field.name()).orElse(ConvexValue.NULL))
                    .ifPresent(fault -> faults.put(field, fault));
        }
        if (!faults.isEmpty()) {
            throw new InvalidRecord(faults);
        }
    }

    private RecordId write(Owner owner, Supplier<RecordId> work) {
        RecordId written = RETRYING.run(() -> read(work));
        pulls.changed(owner);
        deliveries.nudge();
        return written;
    }

    private <T> T read(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }

    /** How this owner's copy of a table stands. */
    public SyncStatus status(Owner owner, SyncedTable table) {
        if (owner instanceof GuestId) {
            return new SyncStatus(SyncStatus.State.LOCAL, 0, 0, Optional.empty());
        }
        PendingCount pending = deliveries.count(owner, table.name() + "/", Set.of());
        Standing standing = pulls.standing(owner);
        Optional<Cursors.Cursor> cursor = read(() -> cursors.find(owner, table.name()));
        boolean complete = cursor.filter(Cursors.Cursor::complete).isPresent();
        SyncStatus.State state = !standing.connected()
                ? SyncStatus.State.OFFLINE
                : pending.stopped() > 0 || standing.failed()
                        ? SyncStatus.State.ERROR
                        : pending.all() > 0 || standing.pulling() || !complete
                                ? SyncStatus.State.SYNCING
                                : SyncStatus.State.SYNCED;
        Optional<Instant> pulled = cursor.map(Cursors.Cursor::pulledAt).filter(Instant.EPOCH::isBefore);
        return new SyncStatus(state, pending.all(), pending.stopped(), pulled);
    }

    /**
     * Calls back whenever this person's records, or how they stand, may have changed, from any thread; as long as somebody
     * watches, what others write comes in.
     *
     * @return ends it
     */
    public Runnable watch(Owner owner, Runnable news) {
        Runnable moved = deliveries.watch(owner, news);
        Runnable pulled = pulls.watch(owner, news);
        return () -> {
            moved.run();
            pulled.run();
        };
    }

    /** Deletes all records of a guest, who has them nowhere else. Joins the caller's transaction. */
    public void forget(GuestId guest) {
        records.forget(guest);
    }

    /** Sends a change that waits or was stopped again, now. */
    public void retry(Owner owner, SyncedRow row) {
        row.change().ifPresent(change -> deliveries.retryOwn(owner, change));
    }
}
