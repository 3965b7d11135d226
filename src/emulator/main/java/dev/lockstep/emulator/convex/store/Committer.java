package dev.lockstep.emulator.convex.store;

import dev.lockstep.emulator.convex.journal.Journal;
import dev.lockstep.emulator.convex.journal.JournalEntry;
import dev.lockstep.emulator.convex.key.IndexName;
import dev.lockstep.emulator.convex.key.OrderedKey;
import dev.lockstep.emulator.convex.wire.Refusal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes the store. Takes every commit that is waiting, checks each against those before it,
 * writes them to the journal in one H2 transaction, publishes the new snapshot, and only then acknowledges them. When
 * that one write fails, each is tried alone, so that whoever is the cause fails and nobody else. Between them it gives the
 * journal the time to compact itself, and all of it while nobody commits.
 *
 * <p>Timestamps are nanoseconds since 1970, strictly increasing also across restarts.
 */
final class Committer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

    /** What is to be done. */
    private sealed interface Work {

        record Commit(Transaction transaction) implements Work {}

        /** Of the catalogue; may write to the journal. */
        record Edit(Function<Snapshot, Snapshot> edit) implements Work {}

        record Exchange(Function<Snapshot, Reload> reload) implements Work {}
    }

    private record Waiting(Work work, CompletableFuture<Long> done) {}

    /** What the commits of one batch come to. Nothing of it counts before it is on the disk. */
    private static final class Batch {

        private Snapshot next;
        private Journal.Catalogue catalogue = Journal.Catalogue.UNCHANGED;
        private final List<Change> changes = new ArrayList<>();
        private final Map<Waiting, Long> acknowledged = new HashMap<>();
        private final Map<Waiting, Throwable> refused = new HashMap<>();
        private final Map<Long, Map<IndexName, List<OrderedKey>>> news = new TreeMap<>();

        private Batch(Snapshot before) {
            this.next = before;
        }

        private boolean isOnDiskAlready() {
            return changes.isEmpty() && catalogue == Journal.Catalogue.UNCHANGED;
        }
    }

    private final Journal journal;
    private final Clock clock;
    private final Retained retained = new Retained();
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final List<CommitWatcher> watchers = new CopyOnWriteArrayList<>();
    private final CommitLog log;
    private final Thread thread;
    private volatile Snapshot latest;
    private volatile boolean closed;
    private volatile boolean ended;

    Committer(Journal journal, Snapshot loaded, Clock clock) {
        this.journal = journal;
        this.clock = clock;
        this.latest = loaded.at(Math.max(loaded.ts() + 1, nanos(clock.instant())));
        this.log = new CommitLog(latest.ts());
        this.thread = Thread.ofPlatform().daemon().name("convex-commit").unstarted(this::loop);
    }

    void start() {
        thread.start();
    }

    void watch(CommitWatcher watcher) {
        watchers.add(watcher);
    }

    Snapshot latest() {
        return latest;
    }

    /** The latest snapshot, kept for 30 s so that it can be asked for again by its timestamp. */
    Snapshot pinned() {
        Snapshot snapshot = latest;
        retained.pin(snapshot);
        return snapshot;
    }

    /** The snapshot that was the latest at this timestamp, if it is still there. */
    Optional<Snapshot> at(long ts) {
        Snapshot snapshot = latest;
        return ts >= snapshot.ts() ? Optional.of(snapshot) : retained.at(ts);
    }

    /** Durable and visible when the future completes with its timestamp; fails with {@link WriteConflict}. */
    CompletableFuture<Long> commit(Transaction transaction) {
        return enqueue(new Waiting(new Work.Commit(transaction), new CompletableFuture<>()));
    }

    /** Replaces the latest snapshot between two commits. The edit may write to the journal. */
    CompletableFuture<Long> edit(Function<Snapshot, Snapshot> edit) {
        return enqueue(new Waiting(new Work.Edit(edit), new CompletableFuture<>()));
    }

    /**
     * Exchanges whole tables, durably; every transaction that began before conflicts.
     *
     * @param reload told the snapshot that is exchanged; what it throws fails the future and changes nothing
     */
    CompletableFuture<Long> exchange(Function<Snapshot, Reload> reload) {
        return enqueue(new Waiting(new Work.Exchange(reload), new CompletableFuture<>()));
    }

    @Override
    public void close() {
        closed = true;
        enqueue(new Waiting(new Work.Edit(Function.identity()), new CompletableFuture<>()));
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<Long> enqueue(Waiting waiting) {
        queue.add(waiting);
        if (ended) {
            failLeft();
        }
        return waiting.done;
    }

    /** Nobody may wait for a commit that no thread is left to make. */
    private void failLeft() {
        for (Waiting left = queue.poll(); left != null; left = queue.poll()) {
            left.done.completeExceptionally(Refusal.unavailable("Closed", "The emulator is closed"));
        }
    }

    private void loop() {
        while (!closed || !queue.isEmpty()) {
            try {
                Snapshot now = latest;
                journal.compact(now.bytes(), size -> new SnapshotSlices(now, size));
                var waiting = new ArrayList<Waiting>();
                if (!journal.isCompacting()) {
                    waiting.add(queue.take());
                }
                queue.drainTo(waiting);
                commitInTurn(waiting);
            } catch (InterruptedException e) {
                // Nobody but close() ends this thread; an interrupt has no meaning here.
                closed = true;
            }
        }
        ended = true;
        failLeft();
    }

    private void commitInTurn(List<Waiting> waiting) {
        // What changes tables is a batch of its own: an exchange may meet others in the same documents, and an
        // edit has written to the journal by itself, so that it must not be tried twice.
        var batch = new ArrayList<Waiting>();
        for (Waiting one : waiting) {
            boolean alone = !(one.work instanceof Work.Commit);
            if (alone) {
                commitAll(batch);
                batch.clear();
            }
            batch.add(one);
            if (alone) {
                commitAll(batch);
                batch.clear();
            }
        }
        commitAll(batch);
    }

    private void commitAll(List<Waiting> waiting) {
        if (waiting.isEmpty()) {
            return;
        }
        var batch = new Batch(latest);
        waiting.forEach(one -> addOrRefuse(one, batch));
        try {
            if (!batch.isOnDiskAlready()) {
                var entry = new JournalEntry(batch.next.ts());
                batch.changes.forEach(change -> change.addTo(entry));
                journal.append(entry.toBytes(), batch.catalogue);
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            if (waiting.size() == 1) {
                waiting.getFirst().done.completeExceptionally(e);
            } else {
                // Also those that were refused: it may have been for a commit that did not come to be.
                waiting.forEach(one -> commitAll(List.of(one)));
            }
            return;
        }
        publish(batch);
    }

    private void publish(Batch batch) {
        batch.news.forEach((ts, keys) -> {
            if (keys.containsKey(IndexName.TABLES)) {
                // Not the keys: a transaction may also hold a number that its table has no more.
                log.forget(ts);
            } else {
                log.add(ts, keys);
            }
            tell(watcher -> watcher.committing(ts, keys));
        });
        retained.offer(latest, batch.next.ts());
        latest = batch.next;
        batch.refused.forEach((one, why) -> one.done.completeExceptionally(why));
        batch.acknowledged.forEach((one, ts) -> one.done.complete(ts));
        batch.news.forEach((ts, keys) -> tell(watcher -> watcher.committed(ts, keys)));
    }

    private void tell(Consumer<CommitWatcher> news) {
        for (CommitWatcher watcher : watchers) {
            try {
                news.accept(watcher);
            } catch (RuntimeException e) {
                // The commits are durable whoever hears of them, and no other thread could make the next.
                LOG.error("A watcher of commits failed", e);
            }
        }
    }

    /** Adds the work, or nothing of it. */
    private void addOrRefuse(Waiting waiting, Batch batch) {
        try {
            switch (waiting.work) {
                case Work.Commit(Transaction transaction) -> {
                    log.check(transaction, batch.news.values());
                    apply(transaction, batch);
                }
                case Work.Edit(var edit) -> batch.next = edit.apply(batch.next);
                case Work.Exchange(var reload) -> exchange(reload.apply(batch.next), batch);
            }
            batch.acknowledged.put(waiting, batch.next.ts());
        } catch (WriteConflict | RuntimeException | OutOfMemoryError e) {
            batch.refused.put(waiting, e);
        }
    }

    private void apply(Transaction transaction, Batch batch) {
        long ts = Math.max(batch.next.ts() + 1, nanos(clock.instant()));
        List<Change> changes = transaction.changesAt(ts);
        List<Change> stamped = transaction.stampedAt(ts);
        // A table made by this transaction is in its view, and in `latest` since it was made there first.
        Snapshot after = transaction.isOn(batch.next) ? transaction.view().at(ts) : with(changes, batch.next.at(ts));
        after = with(stamped, after);
        changes.addAll(stamped);
        Map<IndexName, List<OrderedKey>> keys = new HashMap<>();
        for (Change change : changes) {
            after.addKeys(change, keys);
        }
        batch.changes.addAll(changes);
        batch.news.put(ts, keys);
        batch.next = after;
    }

    private static Snapshot with(List<Change> changes, Snapshot before) {
        Snapshot after = before;
        for (Change change : changes) {
            after = after.with(change);
        }
        return after;
    }

    private void exchange(Reload reload, Batch batch) {
        Snapshot before = batch.next;
        long ts = Math.max(before.ts() + 1, nanos(clock.instant()));
        Snapshot after = before.at(ts).with(reload);
        Map<IndexName, List<OrderedKey>> keys = new HashMap<>();
        var numbers = new HashMap<String, Long>();
        for (Reload.Content content : reload.contents()) {
            numbers.put(content.table(), content.number());
            merge(keys, before.keysOf(content.table()));
            merge(keys, after.keysOf(content.table()));
        }
        reload.dropped().forEach(table -> merge(keys, before.keysOf(table)));
        keys.put(IndexName.TABLES, List.of(OrderedKey.FIRST));
        batch.changes.addAll(reload.changes(before));
        batch.catalogue = new Journal.Catalogue(numbers, reload.dropped());
        batch.news.put(ts, keys);
        batch.next = after;
    }

    private static void merge(Map<IndexName, List<OrderedKey>> all, Map<IndexName, List<OrderedKey>> more) {
        more.forEach((index, keys) ->
                all.computeIfAbsent(index, name -> new ArrayList<>()).addAll(keys));
    }

    static long nanos(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }
}
