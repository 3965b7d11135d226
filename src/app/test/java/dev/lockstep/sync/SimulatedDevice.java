package dev.lockstep.sync;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.core.Backoff;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.outbox.Changes;
import dev.lockstep.outbox.SimulatedChanges;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.change.RecordKey;
import dev.lockstep.outbox.change.Response;
import dev.lockstep.outbox.engine.ChangeState;
import dev.lockstep.outbox.engine.Engine;
import dev.lockstep.outbox.engine.Entry;
import dev.lockstep.outbox.engine.OutboxPolicy;
import dev.lockstep.outbox.store.Claim;
import dev.lockstep.outbox.store.ClaimAnswer;
import dev.lockstep.outbox.store.MemoryOutboxStore;
import dev.lockstep.outbox.store.SimulatedOutbox;
import dev.lockstep.sync.store.Cursors;
import dev.lockstep.sync.store.MemoryConflicts;
import dev.lockstep.sync.store.MemoryCursors;
import dev.lockstep.sync.store.MemoryRecordStore;
import dev.lockstep.sync.store.StoredRecord;
import dev.lockstep.sync.table.Conflict;
import dev.lockstep.sync.table.Op;
import dev.lockstep.sync.table.OpCodec;
import dev.lockstep.sync.table.Overlay;
import dev.lockstep.sync.table.RecordFilter;
import dev.lockstep.sync.table.RecordId;
import dev.lockstep.sync.table.SimulatedTables;
import dev.lockstep.sync.table.Stamp;
import dev.lockstep.sync.table.SyncedTable;
import dev.lockstep.sync.table.SyncedTables;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.transaction.support.TransactionTemplate;

/** An installation: the real engine over memory, its own clock, and a network that a test decides on. */
final class SimulatedDevice {

    static final Owner OWNER = new PersonId("user_simulated");

    private static final int REFUSALS = 3;

    private final Set<SyncRule> without;
    private final Random random;
    private final MemoryOutboxStore changes;
    private final MemoryRecordStore records;
    private final MemoryCursors cursors = new MemoryCursors();
    private final MemoryConflicts conflicts;
    private final SimulatedOutbox outbox;
    private final TransactionTemplate transaction;
    private final LocalCopy copy;
    private final Puller puller;
    private final SyncDestination destination;
    private final SyncedTables tables;

    /**
     * @param name 8 hexadecimal digits
     * @param without rules that do not hold here
     */
    SimulatedDevice(
            String name,
            List<SyncedTable> tables,
            Clock clock,
            SyncFunctions network,
            long seed,
            Set<SyncRule> without) {
        this.without = without;
        this.random = new Random(seed);
        this.tables = SimulatedTables.of(tables);
        var engine = new Engine(
                new OutboxPolicy(new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(5)), REFUSALS), random);
        this.changes = new Waiting(engine);
        this.records = new Copy();
        this.conflicts = new MemoryConflicts() {
            @Override
            public void add(Conflict conflict) {
                if (holds(SyncRule.CONFLICT_KEPT)) {
                    super.add(conflict);
                }
            }
        };
        this.outbox = SimulatedOutbox.over(changes, engine, clock);
        this.transaction = new TransactionTemplate(outbox.transactions());
        Supplier<UUID> ids = () -> new UUID(random.nextLong(), random.nextLong());
        Changes recording = SimulatedChanges.over(outbox.outbox(), ids);
        this.copy = new LocalCopy(records, conflicts, cursors, recording, this.tables, () -> name, clock);
        SyncFunctions functions = new Broken(network);
        this.puller = new Puller(functions, cursors, copy, transaction, clock);
        this.destination = new SyncDestination(functions, this.tables, copy);
    }

    private boolean holds(SyncRule rule) {
        return !without.contains(rule);
    }

    /** What waits here. */
    private final class Waiting extends MemoryOutboxStore {

        Waiting(Engine engine) {
            super(engine);
        }

        @Override
        protected boolean blocks(ChangeState state) {
            return holds(SyncRule.ORDER_PER_RECORD) && super.blocks(state);
        }

        @Override
        public synchronized List<Change> changes(
                Owner owner, String table, Collection<String> of, Set<ChangeState> states) {
            return holds(SyncRule.WAITING_LAID_OVER) ? super.changes(owner, table, of, states) : List.of();
        }

        @Override
        public synchronized Optional<Entry> find(ChangeId id) {
            return super.find(id).map(entry -> holds(SyncRule.SENT_IS_NEVER_FOLDED) ? entry : neverSent(entry));
        }

        private static Entry neverSent(Entry entry) {
            Entry.Times times = entry.times();
            return new Entry(
                    entry.subject(),
                    entry.state(),
                    entry.counts(),
                    new Entry.Times(
                            times.created(),
                            times.updated(),
                            times.nextAttempt(),
                            Optional.empty(),
                            times.leaseUntil()),
                    entry.mishap(),
                    entry.place());
        }
    }

    /** The records here. */
    private final class Copy extends MemoryRecordStore {

        @Override
        public Optional<StoredRecord> lock(RecordId key) {
            return super.lock(key)
                    .map(record ->
                            holds(SyncRule.STAMP_AFTER_SEEN) ? record : as(record, record.revision(), Stamp.NONE));
        }

        @Override
        public Map<String, StoredRecord> lock(Owner owner, String table, Collection<String> ids) {
            Map<String, StoredRecord> locked = super.lock(owner, table, ids);
            if (!holds(SyncRule.OLDER_REVISION_STAYS_OUT)) {
                locked.replaceAll((id, record) -> as(record, -1, record.stamp()));
            }
            return locked;
        }

        @Override
        public Set<String> forgetUnmet(Owner owner, String table, int reading) {
            return holds(SyncRule.RESET_FORGETS) ? super.forgetUnmet(owner, table, reading) : Set.of();
        }

        private static StoredRecord as(StoredRecord record, long revision, Stamp stamp) {
            return new StoredRecord(
                    record.clientId(),
                    revision,
                    record.base(),
                    record.shown(),
                    stamp,
                    record.createdAt(),
                    record.updatedAt());
        }
    }

    /** The network, with what a rule would have kept from happening. */
    private final class Broken implements SyncFunctions {

        private final SyncFunctions network;

        Broken(SyncFunctions network) {
            this.network = network;
        }

        @Override
        public ConvexValue mutate(Owner owner, String function, Obj args) {
            List<ConvexValue> ops = new ArrayList<>();
            for (ConvexValue item : ((Array) args.fields().get("ops")).items()) {
                Obj op = (Obj) item;
                if (!holds(SyncRule.SAME_ID_ON_REPEAT)) {
                    op = op.with("opId", ConvexValue.text("" + random.nextLong()));
                }
                ops.add(holds(SyncRule.BASE_TELLS_WHAT_WAS_SEEN) ? op : seenEverything(op));
            }
            return network.mutate(owner, function, args.with("ops", new Array(ops)));
        }

        private static Obj seenEverything(Obj op) {
            return op.number("base").orElseThrow().longValue() == 0
                    ? op
                    : op.with("base", ConvexValue.number(1_000_000));
        }

        @Override
        public ConvexValue query(Owner owner, String function, Obj args) {
            ConvexValue said = network.query(owner, function, args);
            if (!holds(SyncRule.ROWS_WITH_CURSOR)
                    && random.nextInt(4) == 0
                    && !((Obj) said).bool("reset").orElseThrow()) {
                var position = ((Obj) said).text("cursor");
                cursors.write(
                        owner, args.text("table").orElseThrow(), new Cursors.Cursor(position, true, Instant.EPOCH, 1));
            }
            return said;
        }
    }

    private <T> T in(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }

    // What people do.

    String create(SyncedTable table, Obj fields) {
        return in(() -> copy.create(OWNER, table, fields)).clientId();
    }

    void change(SyncedTable table, String id, Op.Kind kind, Obj fields) {
        in(() -> {
            copy.change(new RecordId(OWNER, table.name(), id), table, kind, fields);
            return true;
        });
    }

    /** What people see, by id. */
    Map<String, Obj> seen(SyncedTable table, boolean deleted) {
        var seen = new TreeMap<String, Obj>();
        records.page(OWNER, table.name(), new RecordFilter("", deleted), 0, Integer.MAX_VALUE)
                .forEach(record ->
                        seen.put(record.clientId(), record.shown().orElseThrow().fields()));
        return seen;
    }

    // What runs by itself.

    /** @throws Problem when Convex does not answer */
    boolean pull(SyncedTable table) {
        return puller.pull(OWNER, table);
    }

    /** What was taken for one call, and what came back. */
    record Sent(List<Claim> claims, List<ClaimAnswer> answers, Map<Claim, String> results) {}

    /** Sends what is due in one call. @return empty when nothing is */
    Optional<Sent> send(int most) {
        List<Claim> claims = outbox.claims().takeDue(most);
        if (claims.isEmpty()) {
            return Optional.empty();
        }
        var answers = new ArrayList<ClaimAnswer>();
        var results = new LinkedHashMap<Claim, String>();
        try {
            List<Response> said = destination.deliverTogether(
                    claims.stream().map(Claim::change).toList());
            for (int i = 0; i < claims.size(); i++) {
                Claim claim = claims.get(i);
                switch (said.get(i)) {
                    case Response.Taken(String result) -> {
                        answers.add(ClaimAnswer.delivered(claim));
                        results.put(claim, result);
                    }
                    case Response.NotTaken(Problem problem) -> answers.add(ClaimAnswer.failed(claim, problem));
                }
            }
        } catch (Problem problem) {
            claims.forEach(claim -> answers.add(ClaimAnswer.failed(claim, problem)));
        }
        return Optional.of(new Sent(claims, answers, results));
    }

    /** Stores what came back; a crash is when this is never called. */
    void settle(Sent sent) {
        outbox.claims().settleAll(sent.answers(), timely -> {
            var delivered = new LinkedHashMap<Change, String>();
            timely.forEach(answer -> {
                String result = sent.results().get(answer.claim());
                if (result != null) {
                    delivered.put(answer.claim().change(), result);
                }
            });
            destination.deliveredTogether(delivered);
        });
    }

    /** What was put off by a clock that has been set back since goes on. */
    void bringBack() {
        outbox.outbox().bringBack();
    }

    // What a test looks at.

    /** The place of a change in the order of recording; empty when nothing here has this id. */
    Optional<Long> place(String opId) {
        return changes.all().stream()
                .filter(entry -> entry.id().toString().equals(opId))
                .map(entry -> entry.place().seq())
                .findFirst();
    }

    int waiting() {
        return (int)
                changes.all().stream().filter(entry -> entry.state().blocks()).count();
    }

    List<Entry> parked() {
        return changes.all().stream()
                .filter(entry -> entry.state() == ChangeState.PARKED)
                .toList();
    }

    /** Discards what was refused for good, as its person may, and shows the record without it. */
    Set<String> discard(Entry parked) {
        return in(() -> {
            Change gone = outbox.interventions().discard(parked.id());
            RecordKey key = RecordKey.of(gone.record());
            copy.refold(new RecordId(OWNER, key.table(), key.id()));
            return texts(OpCodec.read(tables.get(key.table()), gone.payload()).fields());
        });
    }

    Set<String> lost() {
        return conflicts.page(OWNER, false, 0, Integer.MAX_VALUE).stream()
                .flatMap(one -> texts(one.conflict().lost()).stream())
                .collect(Collectors.toSet());
    }

    static Set<String> texts(Obj fields) {
        return fields.fields().values().stream()
                .filter(ConvexValue.Text.class::isInstance)
                .map(value -> ((ConvexValue.Text) value).value())
                .collect(Collectors.toSet());
    }

    /** Whether each record is shown as what Convex has with what waits laid over it. @return what is not so */
    List<String> misshown(SyncedTable table) {
        Map<String, List<Op>> waiting = new HashMap<>();
        changes.all().stream().filter(entry -> entry.state().blocks()).forEach(entry -> {
            RecordKey key = RecordKey.of(entry.subject().record());
            if (key.table().equals(table.name())) {
                waiting.computeIfAbsent(key.id(), any -> new ArrayList<>())
                        .add(OpCodec.read(
                                table, changes.change(entry.id()).orElseThrow().payload()));
            }
        });
        var wrong = new ArrayList<String>();
        for (String id : List.copyOf(ids(table))) {
            StoredRecord record =
                    records.find(new RecordId(OWNER, table.name(), id)).orElseThrow();
            Optional<Overlay> due = Overlay.of(record.base(), waiting.getOrDefault(id, List.of()));
            if (!due.equals(record.shown())) {
                wrong.add(table.name() + "/" + id + " is shown as " + record.shown() + " and is " + due);
            }
        }
        return wrong;
    }

    private Set<String> ids(SyncedTable table) {
        var ids = new TreeSet<>(seen(table, false).keySet());
        ids.addAll(seen(table, true).keySet());
        return ids;
    }
}
