package dev.lockstep.emulator.convex.store;

import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.key.Direction;
import dev.lockstep.emulator.convex.key.DocumentId;
import dev.lockstep.emulator.convex.key.IndexName;
import dev.lockstep.emulator.convex.key.Interval;
import dev.lockstep.emulator.convex.key.OrderedKey;
import dev.lockstep.emulator.convex.limit.Limits;
import dev.lockstep.emulator.convex.limit.Usage;
import dev.lockstep.emulator.convex.limit.Usage.Metric;
import dev.lockstep.emulator.convex.wire.FunctionError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/**
 * One function's reads and writes on a fixed snapshot. Holds the writes not yet committed and the read set as index
 * intervals; does not hold documents of other transactions. Used by one thread at a time.
 *
 * <p>Reads see the transaction's own writes. Errors: {@link FunctionError} when a documented limit is passed.
 */
public final class Transaction {

    /** A point inside a transaction to return to. */
    public static final class Savepoint {

        private final Snapshot view;
        private final Map<DocumentId, Change> changes;
        private final Usage.Written written;

        private Savepoint(Transaction transaction) {
            this.view = transaction.view;
            this.changes = new LinkedHashMap<>(transaction.changes);
            this.written = transaction.usage.written();
        }
    }

    private final DocumentStore store;
    private final Snapshot base;
    private Snapshot view;
    private Map<DocumentId, Change> changes = new LinkedHashMap<>();
    private boolean pending;
    private final List<Scan> scans = new ArrayList<>();
    private final Map<IndexName, List<Interval>> points = new HashMap<>();
    private final List<LongFunction<Change>> stamped = new ArrayList<>();
    private final double began;
    private double creationTime;
    private final Usage usage = new Usage();

    Transaction(DocumentStore store, Snapshot base, double creationTime) {
        this.store = store;
        this.base = base;
        this.view = base;
        this.began = creationTime;
        this.creationTime = creationTime;
    }

    /** The timestamp of the snapshot that is read. */
    public long ts() {
        return base.ts();
    }

    /** When it began, in milliseconds since 1970 with a fraction. */
    public double began() {
        return began;
    }

    /** The snapshot with this transaction's writes. */
    public Snapshot view() {
        return view;
    }

    public Optional<Document> get(DocumentId id) {
        var name = view.tableName(id.table());
        if (name.isEmpty()) {
            // An import may bring the table.
            tables();
            return Optional.empty();
        }
        points.computeIfAbsent(new IndexName(name.get(), IndexName.BY_ID), index -> new ArrayList<>())
                .add(Interval.point(Snapshot.idKey(id)));
        var document = view.document(id);
        document.ifPresent(this::countRead);
        return document;
    }

    /** A walk over an index; a table or index that does not exist is an empty one. */
    public Scan scan(IndexName index, Interval interval, Direction direction) {
        usage.add(Metric.DATABASE_QUERIES, 1);
        var scan = new Scan(this, index, interval, direction);
        scans.add(scan);
        return scan;
    }

    /** How many documents a table has; depends on the whole table. */
    public int count(String table) {
        points.computeIfAbsent(new IndexName(table, IndexName.BY_ID), index -> new ArrayList<>())
                .add(Interval.ALL);
        return view.count(table);
    }

    /** The names of all tables, also those that are not the app's; depends on which there are. */
    public Collection<String> tables() {
        points.computeIfAbsent(IndexName.TABLES, index -> new ArrayList<>()).add(Interval.ALL);
        return view.tables();
    }

    /** Every document of a table in order of id, however many; depends on the whole table. For functions of ours. */
    public Collection<Document> documents(String table) {
        count(table);
        return view.documents(table);
    }

    /** The id that the next document of this table will get; makes the table when it is new. */
    public DocumentId mint(String table) {
        long number = store.tableNumber(table);
        view = view.withTable(table, number);
        return DocumentId.mint(number, store.random());
    }

    public Document insert(String table, DocumentId id, Obj value) {
        Change made = Change.made(table, id, creationTime, value);
        creationTime = Math.nextUp(creationTime);
        return written(made);
    }

    /**
     * Adds a document of ours whose content holds the commit's timestamp. It is not in this transaction's view, and the
     * limits of the app's documents are not for it.
     */
    public void insertAtCommit(String table, LongFunction<Obj> value) {
        DocumentId id = mint(table);
        double time = creationTime;
        stamped.add(ts -> Change.made(table, id, time, value.apply(ts)));
    }

    /** @param before what {@link #get} returned */
    public Document replace(Document before, Obj value) {
        return written(Change.replaced(tableOf(before), before, value));
    }

    /** @param before what {@link #get} returned */
    public void remove(Document before) {
        write(new Change(tableOf(before), before, null));
    }

    /** What it has used and may still use. */
    public Usage usage() {
        return usage;
    }

    public Savepoint savepoint() {
        return new Savepoint(this);
    }

    /** Forgets the writes since the savepoint. The reads stay: what the caller decided after them depends on them. */
    public void rollback(Savepoint savepoint) {
        view = savepoint.view;
        changes = new LinkedHashMap<>(savepoint.changes);
        usage.restore(savepoint.written);
    }

    public boolean hasWrites() {
        return !changes.isEmpty() || !stamped.isEmpty();
    }

    /** What it comes to when it commits at this time; a new list. */
    List<Change> changesAt(long ts) {
        var all = new ArrayList<>(changes.values());
        if (pending) {
            all.replaceAll(change -> change.at(ts));
        }
        return all;
    }

    /** Whether {@link #view} is what comes after this snapshot: the very one that is read, and no time is left open. */
    boolean isOn(Snapshot snapshot) {
        return base == snapshot && !pending;
    }

    /** Another transaction on the same snapshot: it sees nothing of what this one wrote, and this one depends on nothing
     * that it reads. */
    public Transaction beside() {
        return new Transaction(store, base, began);
    }

    /** What is in no view yet, since it holds the commit's timestamp. */
    List<Change> stampedAt(long ts) {
        return stamped.stream().map(change -> change.apply(ts)).toList();
    }

    /** A table this transaction writes to, for what is said when it lost. */
    String writtenTable() {
        return Stream.concat(changes.values().stream(), stampedAt(ts()).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Bug: a transaction without writes lost"))
                .table();
    }

    /** What this transaction depends on so far: intervals by index. */
    public Map<IndexName, List<Interval>> reads() {
        Map<IndexName, List<Interval>> reads = new HashMap<>();
        points.forEach((index, intervals) -> reads.put(index, new ArrayList<>(intervals)));
        for (Scan scan : scans) {
            Interval covered = scan.covered();
            if (!covered.isEmpty()) {
                reads.computeIfAbsent(scan.index(), index -> new ArrayList<>()).add(covered);
            }
        }
        return reads;
    }

    /** Whether something this transaction read holds the key. */
    boolean read(IndexName index, OrderedKey key) {
        return points.getOrDefault(index, List.of()).stream().anyMatch(interval -> interval.contains(key))
                || scans.stream()
                        .anyMatch(scan ->
                                scan.index().equals(index) && scan.covered().contains(key));
    }

    void countRead(Document document) {
        usage.add(Metric.DOCUMENTS_READ, 1);
        usage.add(Metric.BYTES_READ, document.size());
    }

    private String tableOf(Document document) {
        return view.tableName(document.id().table())
                .orElseThrow(() -> new IllegalStateException("Bug: no table for " + document.id()));
    }

    /** @return what it is after */
    private Document written(Change change) {
        write(change);
        return Objects.requireNonNull(change.after(), "Bug: a write without a document");
    }

    private void write(Change change) {
        if (change.after() != null && change.after().size() > Limits.DOCUMENT_BYTES) {
            throw new FunctionError("Value is too large (" + change.after().size() + " bytes > maximum size "
                    + Limits.DOCUMENT_BYTES + " bytes)");
        }
        if (change.growth() > 0 && view.bytes() + change.growth() > store.quota()) {
            throw DocumentStore.full(store.quota());
        }
        view = view.with(change);
        pending |= change.isPending();
        int before = changes.size();
        changes.merge(change.id(), change, Change::then);
        // What the system keeps for the app, its jobs and files, has limits of its own.
        if (change.id().table() >= DocumentId.FIRST_USER_TABLE) {
            usage.add(Metric.DOCUMENTS_WRITTEN, changes.size() - before);
            usage.add(
                    Metric.BYTES_WRITTEN,
                    change.after() == null ? 0 : change.after().size());
        }
    }
}
