package dev.lockstep.emulator.convex.live;

import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.auth.Identity;
import dev.lockstep.emulator.convex.call.FunctionCall;
import dev.lockstep.emulator.convex.call.Outcome;
import dev.lockstep.emulator.convex.call.QueryRun;
import dev.lockstep.emulator.convex.code.FunctionPath;
import dev.lockstep.emulator.convex.key.IndexName;
import dev.lockstep.emulator.convex.key.Interval;
import dev.lockstep.emulator.convex.key.OrderedKey;
import dev.lockstep.emulator.convex.store.CommitWatcher;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.store.Snapshot;
import dev.lockstep.emulator.convex.wire.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All queries somebody is subscribed to. A commit makes stale what read one of its keys and nothing else; a stale query
 * runs again when a session asks for it, once for all sessions that ask.
 *
 * <p>Holds answers and read sets; does not hold documents. Thread-safe; nothing is run or called under the lock.
 */
public final class LiveQueries implements CommitWatcher {

    /** How a query is run. */
    @FunctionalInterface
    public interface Runner {
        QueryRun run(FunctionCall call, Snapshot snapshot, Optional<String> journal);
    }

    /** What makes two subscriptions the same. */
    private record Key(FunctionPath path, Obj args, Identity identity, Optional<String> journal) {}

    private final Runner runner;
    private final Executor threads;
    private final AtomicLong runs = new AtomicLong();
    private final Map<Key, LiveQuery> shared = new HashMap<>();
    private final Set<LiveQuery> all = new HashSet<>();
    private final Map<IndexName, IntervalIndex> readers = new HashMap<>();

    /**
     * Whom the commits that are not announced yet have touched, by their timestamps. Not asked of the query itself: one
     * session may have run it again on such a commit already, and the others still have to hear of it.
     */
    private final NavigableMap<Long, Set<LiveQuery>> touched = new TreeMap<>();

    private final Set<String> tables;
    private final CommitHistory history;
    private long lastNumber;
    private long visible;
    private long generation;

    /** @param threads run the queries, as many at once as they are */
    public LiveQueries(DocumentStore store, Runner runner, Executor threads) {
        this.runner = runner;
        this.threads = threads;
        store.watch(this);
        Snapshot snapshot = store.latest();
        this.visible = snapshot.ts();
        this.history = new CommitHistory(snapshot.ts());
        this.tables = new HashSet<>(snapshot.tables());
    }

    /** How many queries have run so far, first runs and repeated ones. */
    public long runs() {
        return runs.get();
    }

    /**
     * Subscribes.
     *
     * @param journal of an earlier answer
     * @param stale called when the answer may have changed, on any thread; must not wait
     */
    public synchronized LiveQuery subscribe(FunctionCall call, Optional<String> journal, Runnable stale) {
        LiveQuery query =
                shared.computeIfAbsent(key(call, journal), key -> new LiveQuery(++lastNumber, key, call, journal));
        query.subscribers.add(stale);
        all.add(query);
        return query;
    }

    /** @param stale what was given to {@link #subscribe} */
    public synchronized void unsubscribe(LiveQuery query, Runnable stale) {
        query.subscribers.remove(stale);
        if (query.subscribers.isEmpty()) {
            all.remove(query);
            touched.values().forEach(queries -> queries.remove(query));
            close(query);
            unfile(query);
        }
    }

    /** The answer as of a snapshot: at once when it is known, else when the query has run. */
    public CompletableFuture<Answer> at(LiveQuery query, Snapshot snapshot) {
        CompletableFuture<Void> running;
        synchronized (this) {
            Optional<Answer> known = query.at(snapshot.ts());
            if (known.isPresent()) {
                return CompletableFuture.completedFuture(known.get());
            }
            if (query.running != null) {
                return query.running.handle((ended, error) -> null).thenCompose(ended -> at(query, snapshot));
            }
            running = new CompletableFuture<>();
            query.running = running;
        }
        return run(query, snapshot, running);
    }

    /** Everything is stale: the code or a variable has changed. */
    public void refreshAll() {
        List<Runnable> stale;
        synchronized (this) {
            generation++;
            all.forEach(query -> {
                query.touch(0);
                unfile(query);
            });
            stale = subscribers(all);
        }
        stale.forEach(Runnable::run);
    }

    @Override
    public synchronized void committing(long ts, Map<IndexName, List<OrderedKey>> keys) {
        Map<IndexName, List<OrderedKey>> all = keys;
        for (IndexName index : keys.keySet()) {
            if (tables.add(index.table())) {
                all = new HashMap<>(keys);
                all.put(IndexName.TABLES, List.of(OrderedKey.FIRST));
            }
        }
        history.add(ts, all);
        var found = new LinkedHashSet<LiveQuery>();
        if (keys.containsKey(IndexName.TABLES)) {
            // Tables have other numbers now, and what an id is of is asked without a read.
            found.addAll(this.all);
        }
        all.forEach((index, written) -> {
            IntervalIndex reading = readers.get(index);
            if (reading != null) {
                written.forEach(key -> reading.find(key, found::add));
            }
        });
        found.forEach(query -> {
            query.touch(ts);
            unfile(query);
        });
        if (!found.isEmpty()) {
            touched(ts).addAll(found);
        }
    }

    @Override
    public void committed(long ts, Map<IndexName, List<OrderedKey>> keys) {
        List<Runnable> stale;
        synchronized (this) {
            visible = ts;
            var announced = touched.headMap(ts, true);
            var now = new LinkedHashSet<LiveQuery>();
            announced.values().forEach(now::addAll);
            announced.clear();
            stale = subscribers(now);
        }
        stale.forEach(Runnable::run);
    }

    private CompletableFuture<Answer> run(LiveQuery query, Snapshot snapshot, CompletableFuture<Void> running) {
        CompletableFuture<Answer> answer;
        try {
            answer = CompletableFuture.supplyAsync(() -> runNow(query, snapshot), threads);
        } catch (RejectedExecutionException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.whenComplete((given, error) -> {
            synchronized (this) {
                query.running = null;
            }
            running.complete(null);
        });
    }

    private Answer runNow(LiveQuery query, Snapshot snapshot) {
        Optional<String> journal;
        long code;
        synchronized (this) {
            journal = query.journal;
            code = generation;
        }
        runs.incrementAndGet();
        QueryRun run = outcome(query.call, snapshot, journal);
        var given = new Answer(run.outcome(), run.journal().or(() -> journal), query.call.requestId());
        keep(query, run, given, snapshot.ts(), code);
        return given;
    }

    /** What may not be called is an answer like any other failure; what may be over soon is none. */
    private QueryRun outcome(FunctionCall call, Snapshot snapshot, Optional<String> journal) {
        try {
            return runner.run(call, snapshot, journal);
        } catch (Refusal e) {
            if (e.isTransient()) {
                throw e;
            }
            var failure = new Outcome.Failure(e.message(), Optional.empty(), List.of());
            return new QueryRun(failure, Map.of(), Optional.empty(), false);
        }
    }

    private void keep(LiveQuery query, QueryRun run, Answer given, long snapshot, long code) {
        List<Runnable> stale = List.of();
        synchronized (this) {
            if (run.timely() || run.journal().isPresent()) {
                // Later subscribers would be told an old time, or a page that has grown since.
                close(query);
            }
            if (query.isNewerThan(snapshot) || !all.contains(query)) {
                return;
            }
            Map<IndexName, Set<Interval>> reads = new HashMap<>();
            run.reads().forEach((index, intervals) -> reads.put(index, new LinkedHashSet<>(intervals)));
            unfile(query);
            query.journal = given.journal();
            query.answered(given, snapshot, code == generation ? history.touched(snapshot, reads) : 0);
            if (query.touched() == LiveQuery.NEVER) {
                file(query, reads);
            } else if (query.touched() <= visible) {
                stale = subscribers(List.of(query));
            } else {
                touched(query.touched()).add(query);
            }
        }
        stale.forEach(Runnable::run);
    }

    private Set<LiveQuery> touched(long ts) {
        return touched.computeIfAbsent(ts, commit -> new LinkedHashSet<>());
    }

    private void file(LiveQuery query, Map<IndexName, Set<Interval>> reads) {
        reads.forEach((index, intervals) -> {
            IntervalIndex filed = readers.computeIfAbsent(index, name -> new IntervalIndex());
            intervals.forEach(interval -> filed.add(interval, query));
        });
        query.file(reads);
    }

    private void unfile(LiveQuery query) {
        query.filed().forEach((index, intervals) -> {
            IntervalIndex filed = readers.get(index);
            if (filed != null) {
                intervals.forEach(interval -> filed.remove(interval, query));
                if (filed.isEmpty()) {
                    readers.remove(index);
                }
            }
        });
        query.file(Map.of());
    }

    /** Keeps newcomers away; those who share it already go on. */
    private void close(LiveQuery query) {
        shared.remove(query.key(), query);
    }

    private static Key key(FunctionCall call, Optional<String> journal) {
        return new Key(call.path(), call.args(), call.identity(), journal);
    }

    private static List<Runnable> subscribers(Iterable<LiveQuery> queries) {
        var subscribers = new ArrayList<Runnable>();
        queries.forEach(query -> subscribers.addAll(query.subscribers));
        return subscribers;
    }
}
