package dev.lockstep.outbox.store;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.change.PendingCount;
import dev.lockstep.outbox.change.RecordKey;
import dev.lockstep.outbox.engine.ChangeState;
import dev.lockstep.outbox.engine.Engine;
import dev.lockstep.outbox.engine.Entry;
import dev.lockstep.outbox.engine.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Changes in memory, for simulations: a model of what the databases do. What a transaction that is rolled back has written is
 * taken back; transactions do not run beside each other, since a simulation has one thread at a time.
 */
public class MemoryOutboxStore implements OutboxStore {

    private record Row(Entry entry, Change change) {

        Row with(Entry next) {
            return new Row(next, change);
        }
    }

    private final Engine engine;
    private final Map<ChangeId, Row> rows = new HashMap<>();
    private long lastSeq;
    private int undos;

    /** @param engine decides what taking and delivering do, as it does for single changes */
    public MemoryOutboxStore(Engine engine) {
        this.engine = engine;
    }

    /** Forgets everything. */
    public synchronized void clear() {
        rows.clear();
        lastSeq = 0;
    }

    /** All there is, in order. */
    public synchronized List<Entry> all() {
        return entries(entry -> true).toList();
    }

    /** Writes an entry as it is, past versions and rules. */
    public synchronized void put(Entry entry) {
        write(entry.id(), row(entry.id()).with(entry));
    }

    private void write(ChangeId id, @Nullable Row next) {
        Row before = next == null ? rows.remove(id) : rows.put(id, next);
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new Undo(id, before));
        }
    }

    /** The last written is taken back first. */
    private final class Undo implements TransactionSynchronization {

        private final ChangeId id;
        private final @Nullable Row before;
        private final int number = ++undos;

        Undo(ChangeId id, @Nullable Row before) {
            this.id = id;
            this.before = before;
        }

        @Override
        public int getOrder() {
            return -number;
        }

        @Override
        public void afterCompletion(int status) {
            if (status != STATUS_COMMITTED) {
                synchronized (MemoryOutboxStore.this) {
                    if (before == null) {
                        rows.remove(id);
                    } else {
                        rows.put(id, before);
                    }
                }
            }
        }
    }

    private Row row(ChangeId id) {
        Row row = rows.get(id);
        if (row == null) {
            throw new IllegalStateException("There is no change " + id);
        }
        return row;
    }

    private Stream<Entry> entries(Predicate<Entry> which) {
        return rows.values().stream()
                .map(Row::entry)
                .filter(which)
                .sorted(Comparator.comparingLong(entry -> entry.place().seq()));
    }

    private static Entry next(Entry entry) {
        Entry.Place place = entry.place();
        return entry.with(new Entry.Place(place.seq(), place.version() + 1));
    }

    @Override
    public synchronized void add(List<Change> changes, Instant now, Instant due) {
        for (Change change : changes) {
            var place = new Entry.Place(++lastSeq, 0);
            write(change.id(), new Row(Entry.recorded(change, now, due, place), change));
        }
    }

    @Override
    public synchronized Optional<Entry> find(ChangeId id) {
        return Optional.ofNullable(rows.get(id)).map(Row::entry);
    }

    @Override
    public synchronized List<Entry> find(Collection<ChangeId> ids) {
        return entries(entry -> ids.contains(entry.id())).toList();
    }

    @Override
    public synchronized Optional<Change> change(ChangeId id) {
        return Optional.ofNullable(rows.get(id)).map(Row::change);
    }

    @Override
    public synchronized List<Entry> group(ChangeId group) {
        return entries(entry -> entry.subject().group().equals(group)).toList();
    }

    @Override
    public synchronized List<Entry> blocking(Entry entry) {
        return entries(other -> blocks(other, entry)).toList();
    }

    private boolean blocks(Entry older, Entry younger) {
        return blocks(older.state())
                && sameRecord(older, younger)
                && older.destination().equals(younger.destination())
                && older.place().seq() < younger.place().seq();
    }

    /** Whether younger changes of its record stay behind one in this state. */
    protected boolean blocks(ChangeState state) {
        return state.blocks();
    }

    private static boolean sameRecord(Entry one, Entry other) {
        return one.owner().equals(other.owner())
                && one.subject().record().equals(other.subject().record());
    }

    @Override
    public synchronized void update(Map<Entry, Entry> entries) {
        entries.forEach(this::update);
    }

    @Override
    public synchronized void update(Entry before, Entry after) {
        Row row = rows.get(before.id());
        if (row == null || row.entry().place().version() != before.place().version()) {
            throw new OptimisticLockingFailureException("Somebody has moved the change " + before.id() + " since");
        }
        write(before.id(), row.with(next(after)));
    }

    @Override
    public synchronized void moveTo(ChangeId id, Entry.Place place) {
        Entry entry = row(id).entry();
        put(entry.with(new Entry.Place(place.seq(), entry.place().version())));
    }

    @Override
    public synchronized void dropAttachment(ChangeId id) {
        Change change = row(id).change();
        var bare = new Change(
                change.id(), change.group(), change.owner(), change.destination(), change.record(), change.payload());
        write(id, new Row(row(id).entry(), bare));
    }

    @Override
    public synchronized List<Claim> take(int limit, Instant now, Instant until) {
        List<Entry> due = entries(entry -> isDue(entry, now)).limit(limit).toList();
        var claims = new ArrayList<Claim>();
        for (Entry entry : due) {
            Entry taken =
                    engine.step(entry, new Event.Taken(until), now).entry().orElseThrow();
            put(next(taken));
            claims.add(Claim.of(taken, row(entry.id()).change()));
        }
        return claims;
    }

    private boolean isDue(Entry entry, Instant now) {
        return entry.state() == ChangeState.WAITING
                && !entry.times().nextAttempt().isAfter(now)
                && !entry.leased(now)
                && rows.values().stream().noneMatch(row -> blocks(row.entry(), entry));
    }

    @Override
    public synchronized Set<ChangeId> delivered(List<Claim> claims, Instant now) {
        var marked = new HashSet<ChangeId>();
        for (Claim claim : claims) {
            find(claim.change().id())
                    .flatMap(entry -> engine.step(entry, new Event.Delivered(claim.number()), now)
                            .entry())
                    .ifPresent(done -> {
                        put(next(done));
                        marked.add(done.id());
                    });
        }
        return marked;
    }

    @Override
    public synchronized int again(Collection<UUID> ids, Instant now) {
        List<Entry> named =
                ids.stream().flatMap(id -> find(new ChangeId(id)).stream()).toList();
        return sweep(named, new Event.AgainWithOthers(), now);
    }

    @Override
    public synchronized void dueNow(Owner owner, Instant now) {
        // Past the version: whoever holds one of them meanwhile knows better when it goes on.
        for (Entry entry : entries(entry -> entry.owner().equals(owner)).toList()) {
            engine.step(entry, new Event.Woken(), now).entry().ifPresent(this::put);
        }
    }

    @Override
    public synchronized int bringBack(Instant now, Instant after, Instant lease) {
        List<Entry> ahead =
                entries(entry -> entry.times().updated().isAfter(after)).toList();
        int back = 0;
        for (Entry entry : ahead) {
            Optional<Entry> moved =
                    engine.step(entry, new Event.ClockSetBack(lease), now).entry();
            moved.ifPresent(this::put);
            back += moved.isPresent() ? 1 : 0;
        }
        return back;
    }

    private int sweep(List<Entry> entries, Event.Sweep event, Instant now) {
        int moved = 0;
        for (Entry entry : entries) {
            Optional<Entry> after = engine.step(entry, event, now).entry();
            after.ifPresent(it -> put(next(it)));
            moved += after.isPresent() ? 1 : 0;
        }
        return moved;
    }

    @Override
    public synchronized List<Change> changes(Owner owner, String record, Set<ChangeState> states) {
        return entries(entry -> entry.owner().equals(owner)
                        && entry.subject().record().equals(record)
                        && states.contains(entry.state()))
                .map(entry -> row(entry.id()).change())
                .toList();
    }

    @Override
    public synchronized List<Change> changes(
            Owner owner, String table, Collection<String> records, Set<ChangeState> states) {
        return entries(owner, table, records, states).stream()
                .map(entry -> row(entry.id()).change())
                .toList();
    }

    @Override
    public synchronized List<Entry> entries(
            Owner owner, String table, Collection<String> records, Set<ChangeState> states) {
        return entries(owner, states).stream()
                .filter(entry -> {
                    RecordKey key = RecordKey.of(entry.subject().record());
                    return key.table().equals(table) && records.contains(key.id());
                })
                .toList();
    }

    @Override
    public synchronized Set<String> unsettledRecords(Owner owner, String destination, String table) {
        return entries(entry -> entry.owner().equals(owner)
                        && entry.destination().equals(destination)
                        && entry.state().blocks())
                .map(entry -> RecordKey.of(entry.subject().record()))
                .filter(key -> key.table().equals(table))
                .map(RecordKey::id)
                .collect(Collectors.toSet());
    }

    @Override
    public synchronized List<Entry> entries(Owner owner, Set<ChangeState> states) {
        return entries(entry -> entry.owner().equals(owner) && states.contains(entry.state()))
                .toList();
    }

    @Override
    public synchronized List<Entry> entries(Owner owner, Set<ChangeState> states, Set<String> except, int most) {
        return entries(owner, states).stream()
                .filter(entry -> !except.contains(entry.destination()))
                .limit(most)
                .toList();
    }

    @Override
    public synchronized PendingCount count(Owner owner, String recordPrefix, Set<String> except) {
        List<Entry> pending = unsettled(owner)
                .filter(entry -> !except.contains(entry.destination()))
                .filter(entry -> {
                    RecordKey key = RecordKey.of(entry.subject().record());
                    return (key.table() + "/" + key.id()).startsWith(recordPrefix);
                })
                .toList();
        return new PendingCount(
                pending.size(),
                pending.stream().filter(entry -> entry.error().isPresent()).count(),
                pending.stream()
                        .filter(entry -> entry.state() == ChangeState.PARKED)
                        .count());
    }

    private Stream<Entry> unsettled(Owner owner) {
        return entries(entry -> entry.owner().equals(owner) && entry.state().blocks());
    }

    @Override
    public synchronized Set<String> pendingDestinations(Owner owner) {
        return unsettled(owner).map(Entry::destination).collect(Collectors.toSet());
    }

    @Override
    public synchronized boolean isNewerSent(Entry entry) {
        return entries(other -> sameRecord(entry, other)
                        && other.destination().equals(entry.destination())
                        && other.place().seq() > entry.place().seq()
                        && other.times().firstSent().isPresent()
                        && other.state() != ChangeState.REJECTED)
                .findAny()
                .isPresent();
    }

    @Override
    public synchronized Set<String> arrivedSince(Entry entry) {
        return entries(other -> sameRecord(entry, other)
                        && other.place().seq() > entry.place().seq()
                        && other.state() == ChangeState.DONE)
                .map(Entry::destination)
                .collect(Collectors.toSet());
    }
}
