package dev.lockstep.sync;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.core.PersonId;
import dev.lockstep.outbox.Changes;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.change.RecordKey;
import dev.lockstep.sync.store.Device;
import dev.lockstep.sync.store.MergeStore;
import dev.lockstep.sync.store.MergeStore.Merge;
import dev.lockstep.sync.store.MergeStore.Moment;
import dev.lockstep.sync.store.MergeStore.Written;
import dev.lockstep.sync.store.RecordStore;
import dev.lockstep.sync.store.StoredRecord;
import dev.lockstep.sync.table.Op;
import dev.lockstep.sync.table.OpCodec;
import dev.lockstep.sync.table.Overlay;
import dev.lockstep.sync.table.Stamp;
import dev.lockstep.sync.table.SyncedTable;
import dev.lockstep.sync.table.SyncedTables;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The steps of merges: each all or nothing, and what one did is nothing for the next. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class MergeSteps {

    private static final int AT_ONCE = 500;

    private final MergeStore merges;
    private final RecordStore records;
    private final Changes changes;
    private final SyncedTables tables;
    private final Device device;
    private final Clock clock;

    MergeSteps(
            MergeStore merges, RecordStore records, Changes changes, SyncedTables tables, Device device, Clock clock) {
        this.merges = merges;
        this.records = records;
        this.changes = changes;
        this.tables = tables;
        this.device = device;
        this.clock = clock;
    }

    /** @param person whose records have changed; empty when there was nothing left to do */
    record Step(boolean more, Optional<PersonId> person) {
        private static final Step NONE = new Step(false, Optional.empty());
    }

    Step next(UUID id) {
        Optional<Merge> locked = merges.lock(id);
        if (locked.isEmpty()) {
            return Step.NONE;
        }
        Merge merge = locked.get();
        if (merge.done().isEmpty()) {
            return bring(merge);
        }
        return merge.undoAsked().isPresent() && merge.undone().isEmpty() ? takeBack(merge) : Step.NONE;
    }

    private Step bring(Merge merge) {
        for (SyncedTable table : tables.all()) {
            List<StoredRecord> some = merges.some(merge.guest(), table.name(), AT_ONCE);
            if (!some.isEmpty()) {
                bring(merge, table, some);
                return new Step(true, Optional.of(merge.owner()));
            }
        }
        // What a guest deleted was never anywhere else; what they write at this moment in another window stays theirs.
        merges.removeDeleted(merge.guest());
        merges.mark(merge.id(), Moment.DONE, clock.instant());
        return new Step(false, Optional.of(merge.owner()));
    }

    private void bring(Merge merge, SyncedTable table, List<StoredRecord> some) {
        List<String> ids = some.stream().map(StoredRecord::clientId).toList();
        Map<String, StoredRecord> known = records.lock(merge.owner(), table.name(), ids);
        List<StoredRecord> added =
                some.stream().filter(one -> !known.containsKey(one.clientId())).toList();
        var ops = new LinkedHashMap<String, Op>();
        var written = new ArrayList<Written>();
        for (StoredRecord one : added) {
            Obj fields = one.shown().orElseThrow().fields();
            ops.put(one.clientId(), new Op(Op.Kind.UPSERT, fields, 0, one.stamp(), one.createdAt()));
            written.add(new Written(one.clientId(), one.stamp(), Optional.empty()));
        }
        merges.give(merge.owner(), table.name(), added);
        record(merge, table, ops);
        var later = new LinkedHashMap<StoredRecord, Op>();
        for (StoredRecord one : some) {
            Optional.ofNullable(known.get(one.clientId()))
                    .flatMap(theirs -> merged(table, theirs, one))
                    .ifPresent(op -> {
                        StoredRecord theirs = known.get(one.clientId());
                        later.put(theirs, op);
                        written.add(new Written(
                                one.clientId(), op.stamp(), theirs.shown().map(Overlay::fields)));
                    });
        }
        change(merge, table, later);
        merges.note(merge.id(), table.name(), written);
        merges.remove(merge.guest(), table.name(), ids);
    }

    /** What a guest's edit of a record changes of the person's, when it is the later one. */
    private static Optional<Op> merged(SyncedTable table, StoredRecord theirs, StoredRecord guests) {
        if (!table.policy().allowsChanging()
                || theirs.shown().filter(shown -> !shown.deleted()).isEmpty()
                || guests.stamp().compareTo(theirs.stamp()) <= 0) {
            return Optional.empty();
        }
        Obj changed = Merges.difference(
                theirs.shown().get().fields(), guests.shown().orElseThrow().fields());
        return changed.fields().isEmpty()
                ? Optional.empty()
                : Optional.of(new Op(Op.Kind.UPSERT, changed, theirs.revision(), guests.stamp(), theirs.createdAt()));
    }

    private Step takeBack(Merge merge) {
        for (SyncedTable table : tables.all()) {
            List<Written> some = merges.toUndo(merge.id(), table.name(), AT_ONCE);
            if (!some.isEmpty()) {
                takeBack(merge, table, some);
                return new Step(true, Optional.of(merge.owner()));
            }
        }
        merges.mark(merge.id(), Moment.UNDONE, clock.instant());
        return new Step(false, Optional.of(merge.owner()));
    }

    private void takeBack(Merge merge, SyncedTable table, List<Written> some) {
        Map<String, StoredRecord> known = records.lock(
                merge.owner(),
                table.name(),
                some.stream().map(Written::clientId).toList());
        var undone = new HashMap<String, Boolean>();
        var ops = new LinkedHashMap<StoredRecord, Op>();
        for (Written one : some) {
            Optional<StoredRecord> same = Optional.ofNullable(known.get(one.clientId()))
                    .filter(stored -> table.policy().allowsChanging())
                    .filter(stored -> stored.stamp().equals(one.stamp()));
            same.ifPresent(stored -> ops.put(stored, inverse(stored, one)));
            undone.put(one.clientId(), same.isPresent());
        }
        change(merge, table, ops);
        merges.settle(merge.id(), table.name(), undone);
    }

    private Op inverse(StoredRecord stored, Written written) {
        Stamp stamp = stored.stamp().next(clock.instant(), device.name());
        return written.before()
                .map(before -> new Op(
                        Op.Kind.UPSERT,
                        Merges.difference(stored.shown().orElseThrow().fields(), before),
                        stored.revision(),
                        stamp,
                        stored.createdAt()))
                .orElseGet(() -> new Op(
                        Op.Kind.DELETE, ConvexValue.emptyObject(), stored.revision(), stamp, stored.createdAt()));
    }

    /** Lays changes over what is shown, in which all that waits is already, and records them behind that. */
    private void change(Merge merge, SyncedTable table, Map<StoredRecord, Op> ops) {
        var shown = new LinkedHashMap<String, Overlay>();
        var stamps = new HashMap<String, Stamp>();
        var byId = new LinkedHashMap<String, Op>();
        ops.forEach((stored, op) -> {
            Overlay.of(stored.shown(), List.of(op)).ifPresent(now -> shown.put(stored.clientId(), now));
            stamps.put(stored.clientId(), op.stamp());
            byId.put(stored.clientId(), op);
        });
        merges.show(merge.owner(), table.name(), shown, stamps, clock.instant());
        record(merge, table, byId);
    }

    private void record(Merge merge, SyncedTable table, Map<String, Op> ops) {
        changes.record(ops.entrySet().stream()
                .map(entry -> new Change(
                        changes.newId(),
                        changes.newId(),
                        merge.owner(),
                        SyncDestination.NAME,
                        new RecordKey(table.name(), entry.getKey()).toString(),
                        OpCodec.write(table, entry.getValue())))
                .toList());
    }
}
