package dev.lockstep.sync;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Problem;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.change.Comparison;
import dev.lockstep.outbox.change.Inspector;
import dev.lockstep.outbox.change.SystemId;
import dev.lockstep.platform.PersonQueries;
import dev.lockstep.sync.store.RecordStore;
import dev.lockstep.sync.table.OpCodec;
import dev.lockstep.sync.table.Overlay;
import dev.lockstep.sync.table.RecordId;
import dev.lockstep.sync.table.RemoteRecord;
import dev.lockstep.sync.table.SyncedTable;
import dev.lockstep.sync.table.SyncedTables;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Records of synced tables here and in Convex, for people who put failures right. */
@Component
class SyncInspector implements Inspector {

    private static final SystemId CONVEX = new SystemId("Convex");

    private final PersonQueries queries;
    private final SyncedTables tables;
    private final RecordStore records;
    private final LocalCopy copy;
    private final TransactionOperations transaction;

    SyncInspector(
            PersonQueries queries,
            SyncedTables tables,
            RecordStore records,
            LocalCopy copy,
            TransactionOperations transaction) {
        this.queries = queries;
        this.tables = tables;
        this.records = records;
        this.copy = copy;
        this.transaction = transaction;
    }

    @Override
    public boolean knows(Change change) {
        return change.destination().equals(SyncDestination.NAME)
                && tables.find(LocalCopy.key(change).table()).isPresent();
    }

    @Override
    public Comparison compare(Change change) {
        RecordId key = LocalCopy.key(change);
        SyncedTable table = tables.get(key.table());
        Optional<Obj> here = transaction.execute(
                status -> records.find(key).flatMap(stored -> stored.shown()).map(Overlay::fields));
        Optional<Obj> wanted = Optional.of(OpCodec.read(table, change.payload()).fields());
        Map<SystemId, String> unread = new HashMap<>();
        Optional<Obj> there = Optional.empty();
        try {
            there = ask(key).map(remote -> remote.state().fields());
        } catch (Problem problem) {
            unread.put(CONVEX, problem.sentence());
        }
        Optional<Obj> known = there;
        List<Comparison.Field> fields = table.fields().stream()
                .map(field -> new Comparison.Field(
                        field.name(),
                        said(here, field.name()),
                        said(wanted, field.name()),
                        said(known, field.name())
                                .map(text -> Map.of(CONVEX, text))
                                .orElseGet(Map::of)))
                .toList();
        return new Comparison(List.of(CONVEX), fields, unread, unread.isEmpty() ? Set.of(CONVEX) : Set.of());
    }

    private Optional<RemoteRecord> ask(RecordId key) {
        ConvexValue row = queries.query(
                key.owner(),
                "sync:getRecord",
                ConvexValue.object("table", ConvexValue.text(key.table()))
                        .with("clientId", ConvexValue.text(key.clientId())));
        return row.equals(ConvexValue.NULL) ? Optional.empty() : Optional.of(RemoteRecord.of(row));
    }

    private static Optional<String> said(Optional<Obj> fields, String name) {
        return fields.flatMap(all -> all.field(name))
                .map(value -> value instanceof ConvexValue.Text(String text) ? text : ConvexJson.encode(value));
    }

    /** The change is out of the way by then: what Convex has is what everybody sees. */
    @Override
    public Consumer<ChangeId> take(Change change, SystemId system) {
        RecordId key = LocalCopy.key(change);
        Optional<RemoteRecord> remote = ask(key);
        return group -> {
            remote.ifPresent(row -> copy.rebaseNow(key.owner(), tables.get(key.table()), List.of(row)));
            copy.refold(key);
        };
    }

    @Override
    public void edited(Change before, Change after) {
        copy.refold(LocalCopy.key(after));
    }

    @Override
    public void moved(Change change) {
        copy.refold(LocalCopy.key(change));
    }
}
