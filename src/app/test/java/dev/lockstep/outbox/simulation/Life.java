package dev.lockstep.outbox.simulation;

import dev.lockstep.core.Backoff;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.ManualClock;
import dev.lockstep.core.Owner;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.core.UuidV7;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.engine.ChangeState;
import dev.lockstep.outbox.engine.Engine;
import dev.lockstep.outbox.engine.Entry;
import dev.lockstep.outbox.engine.OutboxPolicy;
import dev.lockstep.outbox.store.Claim;
import dev.lockstep.outbox.store.ClaimAnswer;
import dev.lockstep.outbox.store.MemoryOutboxStore;
import dev.lockstep.outbox.store.SimulatedOutbox;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One random life of an outbox that three workers share: changes are recorded, taken, sent, answered, put right by hand;
 * messages and answers are lost, workers die, the clock jumps. The same seed lives the same life.
 */
final class Life {

    private static final int STEPS = 200;
    private static final int REFUSALS = 2;
    /** As long as a destination may take. */
    private static final Duration DELIVERY = Duration.ofSeconds(10);
    /** Within this, all that waits has gone once nothing fails any more. */
    private static final Duration REST = Duration.ofMinutes(30);

    private static final List<Owner> OWNERS = List.of(Owner.of("user_ada"), Owner.of("user_bob"));
    private static final List<String> DESTINATIONS = List.of("ALPHA", "BETA");

    /** A worker's delivery of one change. */
    private static final class Delivery {

        private final Claim claim;
        private @Nullable Problem failed;
        private boolean answered;

        Delivery(Claim claim) {
            this.claim = claim;
        }
    }

    private final Set<Rule> off;
    private final Random random;
    private final ManualClock clock = ManualClock.standing();
    private final MemoryOutboxStore store;
    private final SimulatedOutbox outbox;
    private final UuidV7 ids;
    /** What each worker is about; cleared when it dies. */
    private final List<List<Delivery>> workers = IntStream.range(0, 3)
            .<List<Delivery>>mapToObj(i -> new ArrayList<>())
            .toList();

    /** What was promised to be delivered. */
    private final Set<ChangeId> acknowledged = new HashSet<>();

    /** What its system does not want, most of the times. */
    private final Set<ChangeId> refused = new HashSet<>();

    /** How often the systems have refused. */
    private final Map<ChangeId, Integer> refusals = new HashMap<>();

    /** What the systems have, with the first moment of each. */
    private final Map<ChangeId, Instant> arrived = new LinkedHashMap<>();

    /** Whose turn those take that were put in another's place. */
    private final Map<ChangeId, Entry.Place> replaced = new HashMap<>();

    private final List<String> wrong = new ArrayList<>();

    Life(long seed, Set<Rule> off) {
        this.off = off;
        this.random = new Random(seed);
        var engine = new Engine(
                new OutboxPolicy(new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(5)), REFUSALS), random);
        this.store = new MemoryOutboxStore(engine) {
            @Override
            protected boolean blocks(ChangeState state) {
                return switch (state) {
                    case WAITING -> holds(Rule.OLDER_WAITING_BLOCKS);
                    case PARKED -> holds(Rule.OLDER_PARKED_BLOCKS);
                    default -> false;
                };
            }

            @Override
            public boolean isNewerSent(Entry entry) {
                return holds(Rule.NEWER_SENT_STANDS) && super.isNewerSent(entry);
            }
        };
        this.outbox = SimulatedOutbox.over(store, engine, clock);
        this.ids = new UuidV7(clock, random);
    }

    private boolean holds(Rule rule) {
        return !off.contains(rule);
    }

    /** @return what has gone wrong, in order; empty when all is well */
    List<String> live() {
        for (int i = 0; i < STEPS && wrong.isEmpty(); i++) {
            step();
        }
        if (wrong.isEmpty()) {
            rest();
        }
        return wrong;
    }

    private void step() {
        int drawn = random.nextInt(100);
        if (drawn < 10) {
            record();
        } else if (drawn < 30) {
            take(worker());
        } else if (drawn < 55) {
            some(worker(), this::carry);
        } else if (drawn < 80) {
            some(worker(), this::settle);
        } else if (drawn < 83) {
            die(worker());
        } else if (drawn < 92) {
            clock.advance(Duration.ofSeconds(random.nextInt(15)));
        } else if (drawn < 98) {
            putRight();
        } else if (drawn < 99) {
            clock.advance(Duration.ofSeconds(40));
        } else {
            setBack();
        }
    }

    private void some(List<Delivery> worker, BiConsumer<List<Delivery>, Delivery> what) {
        List.copyOf(worker).stream()
                .filter(delivery -> random.nextBoolean())
                .forEach(delivery -> what.accept(worker, delivery));
    }

    private List<Delivery> worker() {
        return workers.get(random.nextInt(workers.size()));
    }

    private Change change(Owner owner, String destination, String record) {
        var id = new ChangeId(ids.get());
        return new Change(id, id, owner, destination, record, "{}");
    }

    /** One in eight times what they tell of is not stored. */
    private void record() {
        List<Change> changes = IntStream.range(0, 1 + random.nextInt(2))
                .mapToObj(i -> change(
                        OWNERS.get(random.nextInt(OWNERS.size())),
                        DESTINATIONS.get(random.nextInt(DESTINATIONS.size())),
                        "tasks/" + random.nextInt(2)))
                .toList();
        boolean fails = random.nextInt(8) == 0;
        try {
            in(() -> {
                outbox.outbox().record(changes, Duration.ZERO);
                if (fails && holds(Rule.STORED_TOGETHER)) {
                    throw new IllegalArgumentException("What it tells of could not be stored");
                }
            });
        } catch (IllegalArgumentException e) {
            return;
        }
        if (!fails) {
            changes.forEach(change -> acknowledged.add(change.id()));
            changes.stream().filter(change -> random.nextInt(4) == 0).forEach(change -> refused.add(change.id()));
        }
    }

    private void in(Runnable work) {
        new TransactionTemplate(outbox.transactions()).executeWithoutResult(status -> work.run());
    }

    private void take(List<Delivery> worker) {
        if (!holds(Rule.LEASED_IS_TAKEN)) {
            store.all().stream()
                    .filter(entry -> entry.state() == ChangeState.WAITING)
                    .forEach(entry -> store.put(leased(entry, Optional.empty())));
        }
        for (Claim claim : outbox.claims().takeDue(1 + random.nextInt(4))) {
            workers.stream()
                    .flatMap(List::stream)
                    .filter(other -> other.claim.until().isAfter(clock.instant()) && sameRecord(other.claim, claim))
                    .findFirst()
                    .ifPresent(other -> wrong.add(claim.change().id() + " is taken while somebody has "
                            + other.claim.change().id()));
            worker.add(new Delivery(claim));
        }
    }

    private static boolean sameRecord(Claim one, Claim other) {
        Change a = one.change();
        Change b = other.change();
        return a.owner().equals(b.owner())
                && a.destination().equals(b.destination())
                && a.record().equals(b.record());
    }

    private static Entry leased(Entry entry, Optional<Instant> until) {
        Entry.Times times = entry.times();
        var leased = new Entry.Times(times.created(), times.updated(), times.nextAttempt(), times.firstSent(), until);
        return new Entry(entry.subject(), entry.state(), entry.counts(), leased, entry.mishap(), entry.place());
    }

    /** A message reaches its system, or does not; its answer comes back, or does not. */
    private void carry(List<Delivery> worker, Delivery delivery) {
        if (delivery.answered) {
            return;
        }
        Claim claim = delivery.claim;
        Instant now = clock.instant();
        if (holds(Rule.SENT_WHILE_LEASED) && now.isAfter(claim.until().minus(DELIVERY))) {
            settle(ClaimAnswer.released(claim));
            worker.remove(delivery);
            return;
        }
        delivery.answered = true;
        int drawn = random.nextInt(10);
        if (refused.contains(claim.change().id()) && drawn < 8) {
            refusals.merge(claim.change().id(), 1, Integer::sum);
            delivery.failed = problem(Problem.Kind.PERMANENT);
        } else if (drawn == 0) {
            delivery.failed = problem(Problem.Kind.TRANSIENT);
        } else {
            arrive(claim);
            delivery.failed = drawn == 1 ? problem(Problem.Kind.TRANSIENT) : null;
        }
    }

    private static Problem problem(Problem.Kind kind) {
        return new Problem(new ProblemCode("Odd"), kind, "It is odd.", "Look at it.");
    }

    /** At its system: nothing older of its record may be missing there, and nothing that nobody was promised may come. */
    private void arrive(Claim claim) {
        ChangeId id = claim.change().id();
        Entry entry = store.find(id).orElseThrow();
        if (!acknowledged.contains(id)) {
            wrong.add(id + " arrived, and nobody was told that it is kept");
        }
        boolean first = arrived.putIfAbsent(id, clock.instant()) == null;
        if (!first) {
            return;
        }
        List<Entry> sameRecord = store.all().stream()
                .filter(other -> other.subject().record().equals(entry.subject().record())
                        && other.owner().equals(entry.owner())
                        && other.destination().equals(entry.destination()))
                .toList();
        sameRecord.stream()
                .filter(other -> other.place().seq() < entry.place().seq()
                        && other.state().blocks()
                        && !arrived.containsKey(other.id()))
                .findFirst()
                .ifPresent(other -> wrong.add(id + " has overtaken " + other.id()));
        sameRecord.stream()
                .filter(other -> other.place().seq() > entry.place().seq() && arrived.containsKey(other.id()))
                .findFirst()
                .ifPresent(other -> wrong.add(id + " came after the newer " + other.id()));
        if (entry.state() == ChangeState.DISCARDED || entry.state() == ChangeState.SUPERSEDED) {
            wrong.add(id + " arrived although it is " + entry.state());
        }
    }

    private void settle(ClaimAnswer answer) {
        if (answer.claim().number() % 2 == 1) {
            outbox.claims().settleAll(List.of(answer), timely -> {});
        } else {
            outbox.claims().settle(answer, () -> {});
        }
    }

    private void settle(List<Delivery> worker, Delivery delivery) {
        if (!delivery.answered) {
            return;
        }
        worker.remove(delivery);
        Claim claim = asTheOutboxSeesIt(delivery.claim);
        Problem failed = delivery.failed;
        if (failed == null) {
            settle(ClaimAnswer.delivered(claim));
        } else if (failed.kind() == Problem.Kind.TRANSIENT && !holds(Rule.TRANSIENT_NEVER_COUNTS)) {
            settle(ClaimAnswer.failed(claim, problem(Problem.Kind.PERMANENT)));
        } else {
            settle(ClaimAnswer.failed(claim, failed));
        }
        afterSettling(claim.change().id());
    }

    private void afterSettling(ChangeId id) {
        Entry entry = store.find(id).orElseThrow();
        if (entry.state() == ChangeState.DONE && !arrived.containsKey(id)) {
            wrong.add(id + " is done and has not arrived");
        }
        if (entry.state() == ChangeState.PARKED && refusals.getOrDefault(id, 0) < REFUSALS) {
            wrong.add(id + " is parked after " + refusals.getOrDefault(id, 0) + " refusals");
        }
    }

    private Claim asTheOutboxSeesIt(Claim claim) {
        if (holds(Rule.LATE_IS_DROPPED)) {
            return claim;
        }
        int last = store.find(claim.change().id()).orElseThrow().counts().claims();
        return new Claim(claim.change(), last, claim.until(), claim.recordedAt(), claim.sentAt());
    }

    private void die(List<Delivery> worker) {
        if (!holds(Rule.LEASES_END)) {
            worker.forEach(delivery -> store.find(delivery.claim.change().id())
                    .filter(entry -> entry.times().leaseUntil().isPresent())
                    .ifPresent(entry -> store.put(leased(entry, Optional.of(Instant.MAX)))));
        }
        worker.clear();
    }

    /** Somebody does something to a change that is there. */
    private void putRight() {
        List<Entry> all = store.all();
        if (all.isEmpty()) {
            return;
        }
        Entry entry = all.get(random.nextInt(all.size()));
        if (!holds(Rule.SENT_IS_LEFT_ALONE)) {
            store.put(leased(entry, Optional.empty()));
        }
        try {
            in(() -> putRight(entry));
        } catch (Problem moved) {
            // It is settled, or being sent.
        }
    }

    private void putRight(Entry entry) {
        ChangeId id = entry.id();
        switch (random.nextInt(5)) {
            case 0 -> outbox.interventions().again(id, Duration.ZERO);
            case 1 -> outbox.interventions().discard(id);
            case 2 -> outbox.interventions().restore(id);
            case 3 -> outbox.interventions().again(List.of(id.value()));
            default -> replace(entry);
        }
    }

    private void replace(Entry entry) {
        Change by = change(entry.owner(), entry.destination(), entry.subject().record());
        outbox.interventions().replace(entry.id(), by, Duration.ZERO);
        if (!holds(Rule.REPLACED_IN_PLACE)) {
            Entry added = store.find(by.id()).orElseThrow();
            store.moveTo(by.id(), new Entry.Place(10_000 + added.place().seq(), 0));
        }
        acknowledged.add(by.id());
        // A younger one must still come after what stands in the older one's place.
        replaced.put(by.id(), entry.place());
    }

    private void setBack() {
        clock.advance(Duration.ofDays(-1));
        // Messages on their way do not live longer because of that.
        workers.forEach(List::clear);
        if (holds(Rule.SET_BACK_IS_BROUGHT_BACK)) {
            outbox.outbox().bringBack();
        }
    }

    /** Nothing fails any more, and people send what has stopped again. */
    private void rest() {
        replaced.forEach((id, place) -> {
            if (store.find(id).orElseThrow().place().seq() != place.seq()) {
                wrong.add(id + " has not taken the turn of what it stands for");
            }
        });
        workers.forEach(this::die);
        Instant end = clock.instant().plus(REST);
        while (clock.instant().isBefore(end) && unsettled() > 0) {
            store.all().stream()
                    .filter(entry -> entry.state() == ChangeState.PARKED)
                    .forEach(entry -> in(() -> outbox.interventions().again(entry.id(), Duration.ZERO)));
            for (Claim claim : outbox.claims().takeDue(100)) {
                arrive(claim);
                settle(ClaimAnswer.delivered(claim));
            }
            clock.advance(Duration.ofSeconds(20));
        }
        if (unsettled() > 0) {
            wrong.add(unsettled() + " do not come to rest");
        }
        for (ChangeId id : acknowledged) {
            Optional<Entry> entry = store.find(id);
            if (entry.isEmpty()) {
                wrong.add(id + " was acknowledged and is gone");
            } else if (entry.get().state() == ChangeState.DONE && !arrived.containsKey(id)) {
                wrong.add(id + " is done and has not arrived");
            }
        }
    }

    private long unsettled() {
        return store.all().stream().filter(entry -> entry.state().blocks()).count();
    }
}
