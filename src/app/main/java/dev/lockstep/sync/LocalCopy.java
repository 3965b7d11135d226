package dev.lockstep.sync;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.GuestId;
import dev.lockstep.core.Owner;
import dev.lockstep.outbox.Changes;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.change.RecordKey;
import dev.lockstep.sync.store.Conflicts;
import dev.lockstep.sync.store.Cursors;
import dev.lockstep.sync.store.Device;
import dev.lockstep.sync.store.RecordStore;
import dev.lockstep.sync.store.StoredRecord;
import dev.lockstep.sync.table.Conflict;
import dev.lockstep.sync.table.Op;
import dev.lockstep.sync.table.OpCodec;
import dev.lockstep.sync.table.Overlay;
import dev.lockstep.sync.table.RecordId;
import dev.lockstep.sync.table.RemoteRecord;
import dev.lockstep.sync.table.Stamp;
import dev.lockstep.sync.table.SyncedTable;
import dev.lockstep.sync.table.SyncedTables;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps this installation's copy of records and what waits in the outbox in step: what people see of a record is what Convex
 * has with what waits laid over it, written in the transaction in which either moves.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class LocalCopy {

    private final RecordStore records;
    private final Conflicts conflicts;
    private final Cursors cursors;
    private final Changes changes;
    private final SyncedTables tables;
    private final Device device;
    private final Clock clock;

    LocalCopy(
            RecordStore records,
            Conflicts conflicts,
            Cursors cursors,
            Changes changes,
            SyncedTables tables,
            Device device,
            Clock clock) {
        this.records = records;
        this.conflicts = conflicts;
        this.cursors = cursors;
        this.changes = changes;
        this.tables = tables;
        this.device = device;
        this.clock = clock;
    }

    static RecordId key(Change change) {
        RecordKey record = RecordKey.of(change.record());
        return new RecordId(change.owner(), record.table(), record.id());
    }

    private static String record(RecordId key) {
        return new RecordKey(key.table(), key.clientId()).toString();
    }

    /** Makes a record, and the change that tells Convex of it. */
    RecordId create(Owner owner, SyncedTable table, Obj fields) {
        Instant now = clock.instant();
        var key = new RecordId(owner, table.name(), changes.newId().toString());
        var op = new Op(Op.Kind.UPSERT, fields, 0, Stamp.NONE.next(now, device.name()), now);
        Overlay shown = Overlay.of(Optional.empty(), List.of(op)).orElseThrow();
        records.add(key, shown, op.stamp(), now);
        record(key, table, op);
        return key;
    }

    /** Changes a record that people see, and records the change that tells Convex; one that was never sent takes it up. */
    void change(RecordId key, SyncedTable table, Op.Kind kind, Obj fields) {
        StoredRecord stored =
                records.lock(key).filter(there -> there.shown().isPresent()).orElseThrow(InvalidRecord::noSuchRecord);
        Instant now = clock.instant();
        Stamp stamp = stored.stamp().next(now, device.name());
        if (key.owner() instanceof GuestId) {
            var op = new Op(kind, fields, stored.revision(), stamp, stored.createdAt());
            records.show(key, Overlay.of(stored.shown(), List.of(op)), stamp, now);
            return;
        }
        long seen = seen(stored.revision(), waiting(key, table), kind, fields);
        var op = new Op(kind, fields, seen, stamp, stored.createdAt());
        Optional<Change> unsent = changes.unsent(key.owner(), SyncDestination.NAME, record(key));
        Optional<Op> folded =
                unsent.flatMap(change -> OpCodec.read(table, change.payload()).then(op));
        folded.ifPresent(both -> changes.supersede(unsent.orElseThrow().id()));
        record(key, table, folded.orElse(op));
        records.show(key, Overlay.of(stored.base(), waiting(key, table)), stamp, now);
    }

    /**
     * The revision that whoever makes this change had before them. Where an own change that waits covers what Convex has, that is
     * the one which that change had seen: a value that came in below it was never shown.
     */
    private static long seen(long revision, List<Op> waiting, Op.Kind kind, Obj fields) {
        return waiting.stream()
                .filter(before -> kind != Op.Kind.UPSERT
                        || before.kind() != Op.Kind.UPSERT
                        || before.fields().fields().keySet().stream().anyMatch(fields.fields()::containsKey))
                .mapToLong(Op::base)
                .reduce(revision, Math::min);
    }

    /** Convex knows people only: what a guest writes is told to nobody. */
    private void record(RecordId key, SyncedTable table, Op op) {
        if (key.owner() instanceof GuestId) {
            return;
        }
        changes.record(List.of(new Change(
                changes.newId(),
                changes.newId(),
                key.owner(),
                SyncDestination.NAME,
                record(key),
                OpCodec.write(table, op))));
    }

    /** What of a record has not arrived, oldest first. */
    private List<Op> waiting(RecordId key, SyncedTable table) {
        return changes.unsettled(key.owner(), record(key)).stream()
                .filter(change -> change.destination().equals(SyncDestination.NAME))
                .map(change -> OpCodec.read(table, change.payload()))
                .toList();
    }

    /** Shows a record anew, because something that waited for it does not wait any more, or does again. */
    void refold(RecordId key) {
        SyncedTable table = tables.get(key.table());
        records.lock(key)
                .ifPresent(stored -> records.show(
                        key, Overlay.of(stored.base(), waiting(key, table)), stored.stamp(), stored.updatedAt()));
    }

    /**
     * Takes over how Convex has records, each unless something newer of it is here already.
     *
     * @param reading in which they are met
     * @return the ids of those that were taken over
     */
    Set<String> rebase(Owner owner, SyncedTable table, List<RemoteRecord> remote, int reading) {
        Map<String, StoredRecord> known = records.lock(
                owner, table.name(), remote.stream().map(RemoteRecord::clientId).toList());
        List<RemoteRecord> newer = remote.stream()
                .filter(row -> Optional.ofNullable(known.get(row.clientId()))
                        .filter(stored -> stored.revision() >= row.revision())
                        .isEmpty())
                .toList();
        Set<String> taken = newer.stream().map(RemoteRecord::clientId).collect(Collectors.toSet());
        Map<String, List<Op>> waiting = waiting(owner, table, taken);
        var shown = new LinkedHashMap<RemoteRecord, Optional<Overlay>>();
        newer.forEach(row ->
                shown.put(row, Overlay.of(Optional.of(row.state()), waiting.getOrDefault(row.clientId(), List.of()))));
        records.rebase(owner, table.name(), known.keySet(), shown, reading);
        records.met(
                owner,
                table.name(),
                known.keySet().stream().filter(id -> !taken.contains(id)).toList(),
                reading);
        return taken;
    }

    /** What of these records has not arrived, each's oldest first; those of which everything has are left out. */
    private Map<String, List<Op>> waiting(Owner owner, SyncedTable table, Collection<String> ids) {
        return changes.unsettled(owner, table.name(), ids).stream()
                .filter(change -> change.destination().equals(SyncDestination.NAME))
                .collect(Collectors.groupingBy(
                        change -> key(change).clientId(),
                        Collectors.mapping(change -> OpCodec.read(table, change.payload()), Collectors.toList())));
    }

    /**
     * Takes over what Convex said to changes that it took.
     *
     * @param answers as the functions give them
     */
    void arrived(Map<Change, Obj> answers) {
        record Place(Owner owner, String table) {}

        answers.entrySet().stream()
                .collect(Collectors.groupingBy(
                        entry -> new Place(
                                entry.getKey().owner(), key(entry.getKey()).table()),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .forEach((place, of) -> arrived(place.owner(), tables.get(place.table()), of));
    }

    private void arrived(Owner owner, SyncedTable table, List<Map.Entry<Change, Obj>> answers) {
        // Of a record that two of them are about, the later answer is the newer.
        Map<String, RemoteRecord> remote = new LinkedHashMap<>();
        answers.forEach(answer -> row(answer.getValue()).ifPresent(row -> remote.put(row.clientId(), row)));
        Set<String> rebased = rebaseNow(owner, table, List.copyOf(remote.values()));
        answers.stream()
                .map(answer -> key(answer.getKey()))
                .filter(key -> !rebased.contains(key.clientId()))
                .distinct()
                .forEach(this::refold);
        answers.forEach(answer -> keepConflict(answer.getKey(), answer.getValue()));
    }

    private static Optional<RemoteRecord> row(Obj answer) {
        return answer.field("row").filter(row -> !row.equals(ConvexValue.NULL)).map(RemoteRecord::of);
    }

    private void keepConflict(Change change, Obj answer) {
        if (answer.fields().get("conflict") instanceof Obj conflict
                && conflict.fields().get("lost") instanceof Obj lost) {
            boolean won = conflict.text("winner").filter("client"::equals).isPresent();
            keep(change, change.id(), won, lost, answer);
            if (conflict.fields().get("replaced") instanceof Obj replaced) {
                // It lost in some fields and won in others: two things to decide about, under two ids.
                keep(change, idOfOther(change), true, replaced, answer);
            }
        }
    }

    private void keep(Change change, ChangeId id, boolean won, Obj lost, Obj answer) {
        Obj kept = row(answer).map(row -> row.state().fields()).orElseGet(ConvexValue::emptyObject);
        conflicts.add(new Conflict(id, key(change), won, lost, kept, clock.instant()));
    }

    private static ChangeId idOfOther(Change change) {
        return new ChangeId(UUID.nameUUIDFromBytes((change.id() + "/replaced").getBytes(StandardCharsets.UTF_8)));
    }

    /** Takes over how Convex has records that were asked for by themselves, or that it told of. */
    Set<String> rebaseNow(Owner owner, SyncedTable table, List<RemoteRecord> remote) {
        int reading =
                cursors.find(owner, table.name()).map(Cursors.Cursor::reading).orElse(0);
        return rebase(owner, table, remote, reading);
    }

    /** Everything was read from the beginning: what was not met is not there any more, and what waits for it stays. */
    void endReading(Owner owner, SyncedTable table, int reading) {
        Set<String> gone = records.forgetUnmet(owner, table.name(), reading);
        if (!gone.isEmpty()) {
            changes.unsettledRecords(owner, SyncDestination.NAME, table.name()).stream()
                    .filter(gone::contains)
                    .forEach(id -> refold(new RecordId(owner, table.name(), id)));
        }
    }
}
