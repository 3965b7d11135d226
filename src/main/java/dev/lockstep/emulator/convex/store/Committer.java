package dev.lockstep.emulator.convex.store;

import dev.lockstep.emulator.convex.key.IndexName;
import dev.lockstep.emulator.convex.key.OrderedKey;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that changes the store. Takes every commit that is waiting, checks each against those before it,
 * writes them to the journal in one H2 transaction, publishes the new snapshot, and only then acknowledges them.
 *
 * <p>Timestamps are nanoseconds since 1970, strictly increasing also across restarts.
 */
final class Committer implements AutoCloseable {

    /** What waits: a transaction, or a change of the catalogue that runs alone. */
    private record Waiting(
            @Nullable Transaction transaction, Function<Snapshot, Snapshot> edit, CompletableFuture<Long> done) {}

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
        return enqueue(new Waiting(transaction, Function.identity(), new CompletableFuture<>()));
    }

    /** Replaces the latest snapshot between two commits. The edit may write to the journal. */
    CompletableFuture<Long> edit(Function<Snapshot, Snapshot> edit) {
        return enqueue(new Waiting(null, edit, new CompletableFuture<>()));
    }

    @Override
    public void close() {
        closed = true;
        enqueue(new Waiting(null, Function.identity(), new CompletableFuture<>()));
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
            left.done.completeExceptionally(new IllegalStateException("The emulator is closed"));
        }
    }

    private void loop() {
        while (!closed || !queue.isEmpty()) {
            try {
                var batch = new ArrayList<Waiting>();
                batch.add(queue.take());
                queue.drainTo(batch);
                commitAll(batch);
            } catch (InterruptedException e) {
                // Nobody but close() ends this thread; an interrupt has no meaning here.
                closed = true;
            }
        }
        ended = true;
        failLeft();
    }

    private void commitAll(List<Waiting> batch) {
        Snapshot next = latest;
        var changes = new ArrayList<Change>();
        var acknowledged = new HashMap<Waiting, Long>();
        var news = new TreeMap<Long, Map<IndexName, List<OrderedKey>>>();
        try {
            for (Waiting waiting : batch) {
                if (waiting.transaction == null) {
                    next = waiting.edit.apply(next);
                    acknowledged.put(waiting, next.ts());
                    continue;
                }
                try {
                    log.check(waiting.transaction);
                } catch (WriteConflict e) {
                    waiting.done.completeExceptionally(e);
                    continue;
                }
                next = apply(waiting.transaction, next, news, changes);
                acknowledged.put(waiting, next.ts());
            }
            if (!changes.isEmpty()) {
                journal.append(next.ts(), changes);
            }
        } catch (RuntimeException e) {
            batch.forEach(waiting -> waiting.done.completeExceptionally(e));
            return;
        }
        news.forEach((ts, keys) -> watchers.forEach(watcher -> watcher.committing(ts, keys)));
        retained.offer(latest, next.ts());
        latest = next;
        acknowledged.forEach((waiting, ts) -> waiting.done.complete(ts));
        news.forEach((ts, keys) -> watchers.forEach(watcher -> watcher.committed(ts, keys)));
    }

    private Snapshot apply(
            Transaction transaction,
            Snapshot before,
            Map<Long, Map<IndexName, List<OrderedKey>>> news,
            List<Change> changes) {
        long ts = Math.max(before.ts() + 1, nanos(clock.instant()));
        Snapshot after = before.at(ts);
        Map<IndexName, List<OrderedKey>> keys = new HashMap<>();
        for (Change change : transaction.changesAt(ts)) {
            changes.add(change);
            // A table made by this transaction is in its view, and in `latest` since it was made there first.
            after = after.with(change);
            after.keysOf(change)
                    .forEach((index, touched) -> keys.computeIfAbsent(index, name -> new ArrayList<>())
                            .addAll(touched));
        }
        log.add(ts, keys);
        news.put(ts, keys);
        return after;
    }

    static long nanos(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }
}
