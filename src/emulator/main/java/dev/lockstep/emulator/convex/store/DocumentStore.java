package dev.lockstep.emulator.convex.store;

import dev.lockstep.emulator.convex.file.DeploymentFile;
import dev.lockstep.emulator.convex.journal.Journal;
import dev.lockstep.emulator.convex.journal.JournalEntry;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.key.DocumentId;
import dev.lockstep.emulator.convex.key.IndexFields;
import dev.lockstep.emulator.convex.wire.FunctionError;
import dev.lockstep.emulator.convex.wire.Refusal;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * The documents of one deployment. Reads come from an immutable snapshot in memory and never wait; commits are
 * serialisable (what a transaction read must be unchanged when it commits) and durable when they return.
 *
 * <p>Holds documents, tables and indexes; does not hold modules, schemas or environment variables. Thread-safe.
 */
public final class DocumentStore implements AutoCloseable {

    /** Scheduled functions live here, under this reserved number. */
    public static final String SCHEDULED = "_scheduled_functions";

    /** The files that functions see. */
    public static final String STORAGE = "_storage";

    /** Which address each file has; functions cannot see it. */
    public static final String STORAGE_ADDRESSES = "_storage_addresses";

    /** Its indexes. */
    public static final String BY_STORAGE_ID = "by_storage_id";

    public static final String BY_UUID = "by_uuid";

    /** Their index by {@code state.kind} and {@code scheduledTime}. */
    public static final String SCHEDULED_BY_STATE = "by_state_time";

    /** The cron jobs with their next times; nothing that apps can read. */
    public static final String CRONS = "_cron_jobs";

    /** Which mutations of which sessions were done: nothing that apps can read. */
    public static final String SESSION_REQUESTS = "_session_requests";

    /** Their index by {@code session} and {@code request}. */
    public static final String SESSION_REQUESTS_BY_ID = "by_session_request";

    /** The imports of snapshots that were asked for, with their states. */
    public static final String IMPORTS = "_snapshot_imports";

    /** The exports of snapshots. */
    public static final String EXPORTS = "_exports";

    /** The key that the deployment signs tokens with: nothing that anybody can read. */
    public static final String SIGNING_KEYS = "_signing_keys";

    private static final IndexFields BY_STATE = IndexFields.declared(List.of("state.kind", "scheduledTime"));

    private static final Map<String, Long> SYSTEM_TABLES = Map.of(
            SCHEDULED,
            20L,
            STORAGE,
            21L,
            STORAGE_ADDRESSES,
            22L,
            SESSION_REQUESTS,
            23L,
            CRONS,
            24L,
            IMPORTS,
            25L,
            EXPORTS,
            26L,
            SIGNING_KEYS,
            27L);

    /** Numbers below are for the app's own system tables. */
    private static final long FIRST_COMPONENT_SYSTEM_TABLE = 512;

    private final Journal journal;
    private final Committer committer;
    private final Clock clock;
    private final RandomGenerator random;
    private volatile long quota = Long.MAX_VALUE;

    private DocumentStore(Journal journal, Committer committer, Clock clock, RandomGenerator random) {
        this.journal = journal;
        this.committer = committer;
        this.clock = clock;
        this.random = random;
    }

    /** @param random thread-safe; ids come from it */
    public static DocumentStore open(DeploymentFile file, Clock clock, RandomGenerator random) {
        return open(new Journal(file), clock, random);
    }

    static DocumentStore open(Journal journal, Clock clock, RandomGenerator random) {
        var fold = new Fold();
        journal.load(fold::add);
        Snapshot loaded = fold.snapshot(journal.tableNames());
        for (var table : new TreeMap<>(SYSTEM_TABLES).entrySet()) {
            if (loaded.tableNumber(table.getKey()).isEmpty()) {
                journal.appendTable(table.getKey(), table.getValue());
                loaded = loaded.withTable(table.getKey(), table.getValue());
            }
        }
        loaded = loaded.withIndexes(SCHEDULED, Map.of(SCHEDULED_BY_STATE, BY_STATE))
                .withIndexes(
                        STORAGE_ADDRESSES,
                        Map.of(
                                BY_STORAGE_ID,
                                IndexFields.declared(List.of("storageId")),
                                BY_UUID,
                                IndexFields.declared(List.of("uuid"))));
        loaded = loaded.withIndexes(
                SESSION_REQUESTS, Map.of(SESSION_REQUESTS_BY_ID, IndexFields.declared(List.of("session", "request"))));
        var committer = new Committer(journal, loaded, clock);
        // Clients are told this timestamp before the first commit; after a restart it must not come again.
        journal.append(new JournalEntry(committer.latest().ts()).toBytes());
        committer.start();
        return new DocumentStore(journal, committer, clock, random);
    }

    public Snapshot latest() {
        return committer.latest();
    }

    /** A transaction on the latest snapshot. */
    public Transaction begin() {
        return begin(committer.latest());
    }

    /** A transaction on a given snapshot; good for reading, and for writing while the snapshot is young. */
    public Transaction begin(Snapshot snapshot) {
        return new Transaction(this, snapshot, Committer.nanos(clock.instant()) / 1e6);
    }

    /** The latest snapshot, which {@link #at} will find for the next 30 s. */
    public Snapshot pinned() {
        return committer.pinned();
    }

    /** The snapshot as of a timestamp; empty when it is older than about 30 s. */
    public Optional<Snapshot> at(long ts) {
        return committer.at(ts);
    }

    /**
     * Returns when the writes are durable and visible to all that begin later.
     *
     * @return the commit's timestamp; the snapshot's own for a transaction without writes
     */
    public long commit(Transaction transaction) throws WriteConflict {
        if (!transaction.hasWrites()) {
            return transaction.ts();
        }
        try {
            return await(commitLater(transaction));
        } catch (CompletionException e) {
            if (e.getCause() instanceof WriteConflict conflict) {
                throw conflict;
            }
            if (e.getCause() instanceof Refusal refusal) {
                throw refusal;
            }
            throw e;
        }
    }

    /** The same without waiting. */
    CompletableFuture<Long> commitLater(Transaction transaction) {
        return committer.commit(transaction);
    }

    /**
     * Exchanges whole tables in one durable commit, beside which no other happens: transactions that began before it run
     * again.
     *
     * @param reload decides on the snapshot that is exchanged, on the committer's thread: everything that takes time
     *     belongs before; what it throws is thrown here, and nothing has changed
     * @return the commit's timestamp
     */
    public long exchange(Function<Snapshot, Reload> reload) {
        try {
            return await(committer.exchange(before -> {
                Reload decided = reload.apply(before);
                if (before.bytes() + decided.growth(before) > quota) {
                    throw full(quota);
                }
                return decided;
            }));
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw e;
        }
    }

    static FunctionError full(long quota) {
        return new FunctionError("This deployment is full: its documents may hold " + quota
                + " bytes together. Delete some, or raise its quota.");
    }

    /** The number of a table, which is made when it does not exist. */
    public long tableNumber(String table) {
        return committer.latest().tableNumber(table).orElseGet(() -> {
            await(committer.edit(snapshot -> {
                if (snapshot.tableNumber(table).isPresent()) {
                    return snapshot;
                }
                long number = nextNumber(table, snapshot);
                journal.appendTable(table, number);
                return snapshot.withTable(table, number);
            }));
            return committer.latest().tableNumber(table).orElseThrow();
        });
    }

    private static long nextNumber(String table, Snapshot snapshot) {
        return freeNumber(
                table,
                snapshot.tables().stream()
                        .map(name -> snapshot.tableNumber(name).orElseThrow())
                        .toList());
    }

    /** A number for a new table of this stored name, when these are taken. */
    public static long freeNumber(String table, Collection<Long> takenNumbers) {
        boolean system = ComponentPath.ofStored(table).own(table).startsWith("_");
        long from = system ? FIRST_COMPONENT_SYSTEM_TABLE : DocumentId.FIRST_USER_TABLE;
        long below = system ? DocumentId.FIRST_USER_TABLE : Long.MAX_VALUE;
        return takenNumbers.stream()
                        .mapToLong(Long::longValue)
                        .filter(taken -> taken >= from && taken < below)
                        .max()
                        .orElse(from - 1)
                + 1;
    }

    /** Whether a stored table holds scheduled functions, the app's or a component's. */
    public static boolean isScheduled(String table) {
        return ComponentPath.ofStored(table).own(table).equals(SCHEDULED);
    }

    /** Makes the tables that the system keeps for a component. */
    public void declareComponent(ComponentPath component) {
        declareIndexes(component.stored(SCHEDULED), Map.of(SCHEDULED_BY_STATE, BY_STATE));
        tableNumber(component.stored(STORAGE));
    }

    /** Makes these the declared indexes of a table, building what is new from the documents there are. */
    public void declareIndexes(String table, Map<String, IndexFields> indexes) {
        tableNumber(table);
        await(committer.edit(snapshot -> snapshot.withIndexes(table, indexes)));
    }

    /** Tells of every commit from now on. */
    public void watch(CommitWatcher watcher) {
        committer.watch(watcher);
    }

    /** From now on writes that would make the documents larger than this together fail. */
    public void limitTo(long bytes) {
        quota = bytes;
    }

    long quota() {
        return quota;
    }

    RandomGenerator random() {
        return random;
    }

    @Override
    public void close() {
        committer.close();
        journal.close();
    }

    private static long await(CompletableFuture<Long> done) {
        // Not interruptible on purpose: the write may be on the disk already, and the caller must learn its fate.
        return done.join();
    }
}
