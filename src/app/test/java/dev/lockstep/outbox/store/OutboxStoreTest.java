package dev.lockstep.outbox.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.core.Backoff;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.change.PendingCount;
import dev.lockstep.outbox.engine.ChangeState;
import dev.lockstep.outbox.engine.Engine;
import dev.lockstep.outbox.engine.Entry;
import dev.lockstep.outbox.engine.Event;
import dev.lockstep.outbox.engine.OutboxPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What every store of changes promises; the subclass brings one. */
abstract class OutboxStoreTest {

    static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant LEASE = NOW.plusSeconds(30);
    private static final Owner ADA = Owner.of("user_ada");
    private static final Owner BOB = Owner.of("user_bob");

    final Engine engine =
            new Engine(new OutboxPolicy(new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(5)), 2), new Random(1));

    private OutboxStore store;
    private TransactionTemplate transaction;
    private int made;

    /** An empty store. */
    abstract OutboxStore emptyStore();

    abstract PlatformTransactionManager transactions();

    @BeforeEach
    void open() {
        store = emptyStore();
        transaction = new TransactionTemplate(transactions());
    }

    private <T> T in(Supplier<T> work) {
        return transaction.execute(status -> work.get());
    }

    private Change change(Owner owner, String destination, String record) {
        var id = new ChangeId(new UUID(0x7000, ++made));
        return new Change(id, id, owner, destination, record, "{\"n\": " + made + "}");
    }

    private Change added(Owner owner, String destination, String record) {
        Change change = change(owner, destination, record);
        add(change);
        return change;
    }

    private void add(Change... changes) {
        in(() -> {
            store.add(List.of(changes), NOW, NOW);
            return true;
        });
    }

    private Entry entry(Change change) {
        return in(() -> store.find(change.id())).orElseThrow();
    }

    private Entry moved(Change change, Event event) {
        return in(() -> {
            Entry before = store.find(change.id()).orElseThrow();
            Entry after = engine.step(before, event, NOW).entry().orElseThrow();
            store.update(before, after);
            return store.find(change.id()).orElseThrow();
        });
    }

    private List<Claim> take(int limit, Instant now) {
        return in(() -> store.take(limit, now, now.plusSeconds(30)));
    }

    private static List<ChangeId> ids(List<Claim> claims) {
        return claims.stream().map(claim -> claim.change().id()).toList();
    }

    private void park(Change change) {
        moved(change, new Event.Taken(LEASE));
        moved(change, new Event.NotTaken(1, problem(Problem.Kind.PERMANENT)));
        moved(change, new Event.Taken(LEASE));
        moved(change, new Event.NotTaken(2, problem(Problem.Kind.PERMANENT)));
    }

    private void deliver(Change change) {
        int claim = entry(change).counts().claims() + 1;
        moved(change, new Event.Taken(LEASE));
        moved(change, new Event.Delivered(claim));
    }

    private static Problem problem(Problem.Kind kind) {
        return new Problem(new ProblemCode("Odd"), kind, "It is odd.", "Look at it.");
    }

    @Test
    void keepsAllThatAChangeCarries() {
        var id = new ChangeId(new UUID(0x7000, 99));
        var group = new ChangeId(new UUID(0x7000, 98));
        var picture = new Change(
                id, group, ADA, "ALPHA", "account/with/strokes", "{\"a\": \"ü\"}", Optional.of(new byte[] {1, 2, 3}));

        add(picture);

        Change kept = in(() -> store.change(id)).orElseThrow();
        assertThat(kept).usingRecursiveComparison().isEqualTo(picture);
        assertThat(entry(picture))
                .isEqualTo(Entry.recorded(picture, NOW, NOW, entry(picture).place()));
        in(() -> {
            store.dropAttachment(id);
            return true;
        });
        assertThat(in(() -> store.change(id)).orElseThrow().attachment()).isEmpty();
        assertThat(in(() -> store.change(new ChangeId(new UUID(1, 1))))).isEmpty();
    }

    @Test
    void keepsTheOrderOfRecording() {
        Change first = change(ADA, "ALPHA", "r/1");
        Change second = change(ADA, "BETA", "r/1");
        add(first, second);
        Change third = added(ADA, "ALPHA", "r/2");

        assertThat(in(() -> store.entries(ADA, EnumSet.of(ChangeState.WAITING))))
                .extracting(Entry::id)
                .containsExactly(first.id(), second.id(), third.id());
        assertThat(in(() -> store.entries(ADA, EnumSet.of(ChangeState.WAITING), Set.of("BETA"), 5)))
                .extracting(Entry::id)
                .containsExactly(first.id(), third.id());
        assertThat(in(() -> store.entries(ADA, EnumSet.of(ChangeState.WAITING), Set.of(), 2)))
                .extracting(Entry::id)
                .containsExactly(first.id(), second.id());
        assertThat(in(() -> store.group(first.group()))).extracting(Entry::id).containsExactly(first.id());
    }

    @Test
    void forgetsWhatATransactionWroteThatFailed() {
        Change kept = added(ADA, "ALPHA", "r/1");
        Change lost = change(ADA, "ALPHA", "r/2");

        assertThatThrownBy(() -> in(() -> {
                    store.add(List.of(lost), NOW, NOW);
                    Entry before = store.find(kept.id()).orElseThrow();
                    store.update(
                            before,
                            engine.step(before, new Event.Taken(LEASE), NOW)
                                    .entry()
                                    .orElseThrow());
                    store.dropAttachment(kept.id());
                    throw new IllegalArgumentException("no");
                }))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(in(() -> store.find(lost.id()))).isEmpty();
        assertThat(entry(kept).counts().claims()).isZero();
    }

    @Test
    void blocksWhatIsBehindSomethingUnsettledOfItsRecord() {
        Change first = added(ADA, "ALPHA", "r/1");
        Change second = added(ADA, "ALPHA", "r/1");
        Change third = added(ADA, "ALPHA", "r/1");
        List.of(added(ADA, "BETA", "r/1"), added(BOB, "ALPHA", "r/1"), added(ADA, "ALPHA", "r/2"))
                .forEach(other ->
                        assertThat(in(() -> store.blocking(entry(other)))).isEmpty());

        assertThat(in(() -> store.blocking(entry(third))))
                .extracting(Entry::id)
                .containsExactly(first.id(), second.id());
        park(first);
        assertThat(in(() -> store.blocking(entry(second))))
                .extracting(Entry::id)
                .containsExactly(first.id());
        moved(first, new Event.Discarded());
        assertThat(in(() -> store.blocking(entry(second)))).isEmpty();
    }

    @Test
    void noticesTheSecondOfTwoWritings() {
        Change change = added(ADA, "ALPHA", "r/1");
        Entry seen = entry(change);
        moved(change, new Event.Taken(LEASE));

        assertThatThrownBy(() -> in(() -> {
                    store.update(
                            seen,
                            engine.step(seen, new Event.Discarded(), NOW)
                                    .entry()
                                    .orElseThrow());
                    return true;
                }))
                .isInstanceOf(OptimisticLockingFailureException.class);
        assertThat(entry(change).state()).isEqualTo(ChangeState.WAITING);
    }

    @Test
    void takesWhatIsDueTheOldestFirstAndOneOfEachRecord() {
        Change first = added(ADA, "ALPHA", "r/1");
        Change behind = added(ADA, "ALPHA", "r/1");
        Change second = added(ADA, "ALPHA", "r/2");
        Change third = added(BOB, "BETA", "r/1");

        List<Claim> some = take(2, NOW);
        List<Claim> rest = take(10, NOW);

        assertThat(ids(some)).containsExactly(first.id(), second.id());
        assertThat(ids(rest)).containsExactly(third.id());
        assertThat(some.getFirst()).isEqualTo(new Claim(first, 1, NOW.plusSeconds(30), NOW, NOW));
        assertThat(take(10, NOW)).as("all are leased or behind one that is").isEmpty();
        moved(first, new Event.Delivered(1));
        assertThat(ids(take(10, NOW))).containsExactly(behind.id());
    }

    @Test
    void leavesWhatIsNotDueAndWhatIsLeased() {
        Change later = change(ADA, "ALPHA", "r/1");
        in(() -> {
            store.add(List.of(later), NOW, NOW.plusSeconds(10));
            return true;
        });

        assertThat(take(10, NOW)).isEmpty();
        assertThat(take(10, NOW.plusSeconds(10))).hasSize(1);
        assertThat(take(10, NOW.plusSeconds(39))).as("leased").isEmpty();
        List<Claim> again = take(10, NOW.plusSeconds(40));
        assertThat(again).extracting(Claim::number).containsExactly(2);
        assertThat(entry(later).counts()).isEqualTo(new Entry.Counts(2, 2, 0));
        assertThat(entry(later).times().firstSent()).contains(NOW.plusSeconds(10));
    }

    @Test
    void marksAsDeliveredWhatIsStillHeld() {
        Change held = added(ADA, "ALPHA", "r/1");
        Change lost = added(ADA, "ALPHA", "r/2");
        List<Claim> claims = take(10, NOW);
        moved(lost, new Event.Released(1));
        moved(lost, new Event.Taken(LEASE));

        Set<ChangeId> marked = in(() -> store.delivered(claims, NOW.plusSeconds(1)));

        assertThat(marked).containsExactly(held.id());
        assertThat(entry(held).state()).isEqualTo(ChangeState.DONE);
        assertThat(entry(held).times().updated()).isEqualTo(NOW.plusSeconds(1));
        assertThat(entry(held).times().leaseUntil()).isEmpty();
        assertThat(entry(lost).state()).isEqualTo(ChangeState.WAITING);
        assertThat(in(() -> store.delivered(claims, NOW))).as("settled already").isEmpty();
    }

    @Test
    void writesManyOrNone() {
        Change one = added(ADA, "ALPHA", "r/1");
        Change other = added(ADA, "ALPHA", "r/2");
        take(10, NOW);
        var unknown = new ChangeId(UUID.randomUUID());
        List<Entry> read = in(() -> store.find(List.of(other.id(), one.id(), unknown)));
        assertThat(read).containsExactly(entry(one), entry(other));
        assertThat(in(() -> store.find(List.<ChangeId>of()))).isEmpty();

        moved(other, new Event.Released(1));
        assertThatThrownBy(() -> in(() -> {
                    store.update(delivered(read));
                    return true;
                }))
                .isInstanceOf(OptimisticLockingFailureException.class);
        assertThat(entry(one).state()).as("the other was moved since").isEqualTo(ChangeState.WAITING);

        moved(other, new Event.Taken(LEASE));
        in(() -> {
            store.update(delivered(List.of(entry(one))));
            return true;
        });
        assertThat(entry(one).state()).isEqualTo(ChangeState.DONE);
    }

    private Map<Entry, Entry> delivered(List<Entry> entries) {
        Map<Entry, Entry> after = new LinkedHashMap<>();
        entries.forEach(entry -> after.put(
                entry,
                engine.step(entry, new Event.Delivered(entry.counts().claims()), NOW)
                        .entry()
                        .orElseThrow()));
        return after;
    }

    @Test
    void sendsManyAgainWhoeverHoldsThem() {
        Change parked = added(ADA, "ALPHA", "r/1");
        park(parked);
        Change sent = added(ADA, "ALPHA", "r/2");
        moved(sent, new Event.Taken(LEASE));
        Change done = added(ADA, "ALPHA", "r/3");
        deliver(done);

        int again = in(() -> store.again(
                List.of(parked.id().value(), sent.id().value(), done.id().value()), NOW.plusSeconds(5)));

        assertThat(again).isEqualTo(2);
        assertThat(entry(parked).state()).isEqualTo(ChangeState.WAITING);
        assertThat(entry(parked).counts().refusals()).isZero();
        assertThat(entry(sent).leased(NOW)).isTrue();
        assertThat(in(() -> store.again(List.of(), NOW))).isZero();
    }

    @Test
    void wakesWhatWaitsAndBringsBackWhatTheClockLeftBehind() {
        Change mine = added(ADA, "ALPHA", "r/1");
        Change theirs = added(BOB, "ALPHA", "r/1");
        moved(mine, new Event.Taken(LEASE));
        moved(mine, new Event.Postponed(1, problem(Problem.Kind.TRANSIENT), Duration.ofHours(1)));
        moved(theirs, new Event.Taken(LEASE));

        in(() -> {
            store.dueNow(ADA, NOW.plusSeconds(1));
            return true;
        });

        assertThat(entry(mine).times().nextAttempt()).isEqualTo(NOW.plusSeconds(1));
        Instant back = NOW.minus(Duration.ofDays(1));
        assertThat(in(() -> store.bringBack(back, back.plusSeconds(60), back.plusSeconds(30))))
                .isEqualTo(2);
        assertThat(entry(theirs).times().leaseUntil()).contains(back.plusSeconds(30));
        assertThat(ids(take(10, back))).containsExactly(mine.id());
        assertThat(in(() -> store.bringBack(back, back.plusSeconds(60), back.plusSeconds(30))))
                .isZero();
    }

    @Test
    void takesAnothersPlace() {
        Change old = added(ADA, "ALPHA", "r/1");
        Change behind = added(ADA, "ALPHA", "r/1");
        Change instead = added(ADA, "ALPHA", "r/1");
        in(() -> {
            Entry before = store.find(old.id()).orElseThrow();
            store.update(
                    before,
                    engine.step(before, new Event.Superseded(), NOW).entry().orElseThrow());
            store.moveTo(instead.id(), before.place());
            return true;
        });

        assertThat(ids(take(10, NOW))).containsExactly(instead.id());
        assertThat(in(() -> store.blocking(entry(behind))))
                .extracting(Entry::id)
                .containsExactly(instead.id());
    }

    @Test
    void countsAndFindsWhatHasNotArrived() {
        Change parked = added(ADA, "ALPHA", "tasks/1");
        park(parked);
        Change waiting = added(ADA, "BETA", "tasks/2");
        Change odd = added(ADA, "BETA", "100%_!/3");
        Change bare = added(ADA, "ALPHA", "profile");
        deliver(added(ADA, "GAMMA", "tasks/1"));
        deliver(added(ADA, "ALPHA", "tasks/9"));
        added(BOB, "ALPHA", "tasks/1");

        assertThat(in(() -> store.count(ADA, "", Set.of()))).isEqualTo(new PendingCount(4, 1, 1));
        assertThat(in(() -> store.count(ADA, "tasks/", Set.of()))).isEqualTo(new PendingCount(2, 1, 1));
        assertThat(in(() -> store.count(ADA, "", Set.of("ALPHA")))).isEqualTo(new PendingCount(2, 0, 0));
        assertThat(in(() -> store.count(ADA, "100%_!/", Set.of()))).isEqualTo(new PendingCount(1, 0, 0));
        assertThat(in(() -> store.count(ADA, "1__%", Set.of()))).isEqualTo(new PendingCount(0, 0, 0));
        assertThat(in(() -> store.pendingDestinations(ADA))).containsExactlyInAnyOrder("ALPHA", "BETA");
        assertThat(in(() -> store.arrivedSince(entry(parked)))).containsExactly("GAMMA");
        assertThat(in(() -> store.changes(ADA, "tasks/1", EnumSet.of(ChangeState.PARKED, ChangeState.WAITING))))
                .containsExactly(parked);
        assertThat(in(() -> store.changes(ADA, "profile", EnumSet.of(ChangeState.WAITING))))
                .containsExactly(bare);
        assertThat(in(() -> store.entries(ADA, EnumSet.of(ChangeState.WAITING))))
                .extracting(Entry::id)
                .containsExactly(waiting.id(), odd.id(), bare.id());
    }

    @Test
    void knowsWhatMayHaveArrivedSince() {
        Change old = added(ADA, "ALPHA", "r/1");
        Change newer = added(ADA, "ALPHA", "r/1");
        added(ADA, "ALPHA", "r/2");
        moved(added(ADA, "BETA", "r/1"), new Event.Taken(LEASE));

        assertThat(in(() -> store.isNewerSent(entry(old)))).isFalse();
        moved(newer, new Event.Taken(LEASE));
        assertThat(in(() -> store.isNewerSent(entry(old)))).isTrue();
        assertThat(in(() -> store.isNewerSent(entry(newer)))).isFalse();
        moved(newer, new Event.NotTaken(1, problem(Problem.Kind.TRANSIENT)));
        assertThat(in(() -> store.isNewerSent(entry(old))))
                .as("its answer may be lost")
                .isTrue();
        moved(newer, new Event.Taken(LEASE));
        moved(newer, new Event.Rejected(2, problem(Problem.Kind.PERMANENT)));
        assertThat(in(() -> store.isNewerSent(entry(old)))).isFalse();
    }

    /** The same random events, and every entry the same after each: what the databases do in SQL is what the engine says. */
    @Test
    void doesAsTheEngineSays() {
        for (long seed = 1; seed <= 20; seed++) {
            new Comparison(seed).run();
        }
    }

    /** One random history, in this store and in memory. */
    private final class Comparison {

        private final long seed;
        private final Random random;
        private final MemoryOutboxStore model = new MemoryOutboxStore(engine);
        private final List<Change> changes = new ArrayList<>();
        private final List<Claim> claims = new ArrayList<>();
        private Instant now = NOW;
        private long before;

        Comparison(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        void run() {
            store = emptyStore();
            for (int step = 0; step < 60; step++) {
                now = now.plusSeconds(random.nextInt(20));
                step();
                compare(step);
            }
        }

        private void step() {
            switch (random.nextInt(9)) {
                case 0, 1 -> record();
                case 2, 3 -> takeSome();
                case 4 -> deliverSome();
                case 5 -> fail();
                case 6 -> intervene();
                case 7 -> sweep();
                default -> both(it -> it.bringBack(now.minusSeconds(40), now.minusSeconds(10), now.minusSeconds(20)));
            }
        }

        private void record() {
            List<Change> some = IntStream.range(0, 1 + random.nextInt(3))
                    .mapToObj(i -> change(
                            random.nextBoolean() ? ADA : BOB,
                            random.nextBoolean() ? "ALPHA" : "BETA",
                            "r/" + random.nextInt(2)))
                    .toList();
            changes.addAll(some);
            both(it -> {
                it.add(some, now, now.plusSeconds(some.size()));
                return true;
            });
        }

        private void takeSome() {
            // All of it: where one that takes less goes on next is its own affair.
            claims.addAll(both(it -> List.copyOf(it.take(1000, now, now.plusSeconds(30)))));
        }

        private void deliverSome() {
            List<Claim> some =
                    claims.stream().filter(claim -> random.nextBoolean()).toList();
            if (!some.isEmpty()) {
                both(it -> it.delivered(some, now));
            }
        }

        private void fail() {
            if (!claims.isEmpty()) {
                Claim claim = claims.get(random.nextInt(claims.size()));
                Problem.Kind kind = Problem.Kind.values()[random.nextInt(3)];
                move(claim.change().id(), new Event.NotTaken(claim.number(), problem(kind)));
            }
        }

        private void intervene() {
            if (!changes.isEmpty()) {
                ChangeId id = changes.get(random.nextInt(changes.size())).id();
                move(
                        id,
                        List.<Event>of(new Event.Again(now), new Event.Discarded(), new Event.Restored())
                                .get(random.nextInt(3)));
            }
        }

        private void sweep() {
            if (random.nextBoolean()) {
                both(it -> {
                    it.dueNow(ADA, now);
                    return true;
                });
            } else {
                List<UUID> some = changes.stream()
                        .filter(change -> random.nextInt(3) == 0)
                        .map(change -> change.id().value())
                        .toList();
                both(it -> it.again(some, now));
            }
        }

        /** Decided once, since chance is part of it. */
        private void move(ChangeId id, Event event) {
            Entry seen = model.find(id).orElseThrow();
            engine.step(seen, event, now)
                    .entry()
                    .ifPresent(after -> both(it -> {
                        it.update(it.find(id).orElseThrow(), after);
                        return true;
                    }));
        }

        private <T> T both(java.util.function.Function<OutboxStore, T> work) {
            T expected = work.apply(model);
            T actual = in(() -> work.apply(store));
            assertThat(actual).as("seed " + seed).isEqualTo(expected);
            return expected;
        }

        private void compare(int step) {
            for (Change change : changes) {
                Entry expected = model.find(change.id()).orElseThrow();
                Entry actual = entry(change);
                if (before == 0) {
                    before = actual.place().seq() - expected.place().seq();
                }
                Entry.Place place = actual.place();
                var counted = new Entry.Place(place.seq() - before, place.version());
                assertThat(actual.with(counted))
                        .as("seed " + seed + ", step " + step)
                        .isEqualTo(expected);
            }
        }
    }
}
