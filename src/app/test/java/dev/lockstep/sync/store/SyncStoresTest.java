package dev.lockstep.sync.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import dev.lockstep.core.PersonId;
import dev.lockstep.sync.table.Conflict;
import dev.lockstep.sync.table.Overlay;
import dev.lockstep.sync.table.RecordFilter;
import dev.lockstep.sync.table.RecordId;
import dev.lockstep.sync.table.RemoteRecord;
import dev.lockstep.sync.table.SettledConflict;
import dev.lockstep.sync.table.Stamp;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The stores of a database do what those in memory do, over which the engine is simulated. */
abstract class SyncStoresTest {

    private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
    private static final List<Owner> OWNERS = List.of(new PersonId("user_ada"), new PersonId("user_bob"));
    private static final List<String> TABLES = List.of("tasks", "workspaces");
    private static final int RUNS = 8;
    private static final int STEPS = 80;

    private NamedParameterJdbcTemplate database;
    private TransactionTemplate transaction;

    abstract DataSource database();

    /** @param vendor the folder of what is that database's own */
    static DataSource migrated(DataSource database, String vendor) {
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration", "classpath:db/vendor/" + vendor)
                .load()
                .migrate();
        return database;
    }

    @BeforeEach
    void open() {
        database = new NamedParameterJdbcTemplate(database());
        transaction = new TransactionTemplate(new JdbcTransactionManager(database()));
    }

    private void empty() {
        for (String table : List.of("sync_record", "sync_cursor", "sync_conflict")) {
            database.getJdbcTemplate().update("delete from " + table);
        }
    }

    @Test
    void keepsRecordsAsTheModelDoes() {
        for (int seed = 1; seed <= RUNS; seed++) {
            empty();
            new Records(seed).run();
        }
    }

    /** One seed. */
    private final class Records {

        private final int seed;
        private final Random random;
        private final RecordStore model = new MemoryRecordStore();
        private final RecordStore store = new JdbcRecordStore(database);

        Records(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                step(NOW.plusSeconds(step));
                compare();
            }
        }

        private <T> T both(Function<RecordStore, T> work) {
            T expected = work.apply(model);
            T actual = transaction.execute(status -> work.apply(store));
            assertThat(actual).as("seed " + seed).isEqualTo(expected);
            return expected;
        }

        private void step(Instant now) {
            Owner owner = OWNERS.get(random.nextInt(2));
            String table = TABLES.get(random.nextInt(2));
            var key = new RecordId(owner, table, "r" + random.nextInt(6));
            Set<String> some = some();
            int reading = random.nextInt(3);
            switch (random.nextInt(8)) {
                case 0, 1 -> {
                    if (model.find(key).isEmpty()) {
                        Overlay shown = overlay();
                        Stamp stamp = stamp(now);
                        both(it -> {
                            it.add(key, shown, stamp, now);
                            return true;
                        });
                    }
                }
                case 2 -> {
                    Optional<Overlay> shown = random.nextInt(4) == 0 ? Optional.empty() : Optional.of(overlay());
                    Stamp stamp = stamp(now);
                    both(it -> {
                        it.show(key, shown, stamp, now);
                        return true;
                    });
                }
                case 3, 4 -> rebase(owner, table, some, reading, now);
                case 5 ->
                    both(it -> {
                        it.met(owner, table, some, reading);
                        return true;
                    });
                case 6 -> both(it -> it.forgetUnmet(owner, table, reading));
                default -> {
                    if (random.nextInt(6) == 0) {
                        both(it -> {
                            it.forget(owner);
                            return true;
                        });
                    }
                }
            }
        }

        private void rebase(Owner owner, String table, Set<String> ids, int reading, Instant now) {
            Map<String, StoredRecord> known = both(it -> it.lock(owner, table, ids));
            Map<RemoteRecord, Optional<Overlay>> shown = new LinkedHashMap<>();
            for (String id : ids) {
                Overlay state = overlay();
                shown.put(
                        new RemoteRecord(id, 1 + random.nextInt(9), stamp(now), state, NOW, now),
                        random.nextBoolean() ? Optional.of(state) : Optional.of(overlay()));
            }
            both(it -> {
                it.rebase(owner, table, known.keySet(), shown, reading);
                return true;
            });
        }

        private Set<String> some() {
            Set<String> some = new HashSet<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                some.add("r" + random.nextInt(6));
            }
            return some;
        }

        private Overlay overlay() {
            return new Overlay(
                    ConvexValue.object("text", ConvexValue.text("w" + random.nextInt(50))), random.nextInt(3) == 0);
        }

        private Stamp stamp(Instant now) {
            return Stamp.NONE.next(now.minusSeconds(random.nextInt(50)), "0000000" + random.nextInt(3));
        }

        private void compare() {
            for (Owner owner : OWNERS) {
                both(it -> it.countAll(owner));
                for (String table : TABLES) {
                    for (int i = 0; i < 6; i++) {
                        var key = new RecordId(owner, table, "r" + i);
                        both(it -> it.find(key));
                        both(it -> it.lock(key));
                    }
                    for (boolean deleted : List.of(false, true)) {
                        var filter = new RecordFilter("", deleted);
                        both(it -> it.count(owner, table, filter));
                        both(it -> it.page(owner, table, filter, 1, 3));
                    }
                }
            }
        }
    }

    @Test
    void keepsPositions() {
        empty();
        var cursors = new JdbcCursors(database);
        Owner ada = OWNERS.getFirst();
        var first = new Cursors.Cursor(Optional.empty(), false, Instant.EPOCH, 1);
        var second = new Cursors.Cursor(Optional.of("17.21"), true, NOW, 1);

        assertThat(cursors.find(ada, "tasks")).isEmpty();
        assertThat(cursors.lastPull(ada)).isEmpty();
        cursors.write(ada, "tasks", first);
        assertThat(cursors.find(ada, "tasks")).contains(first);
        cursors.write(ada, "tasks", second);
        assertThat(cursors.find(ada, "tasks")).contains(second);
        assertThat(cursors.find(OWNERS.getLast(), "tasks")).isEmpty();
        assertThat(cursors.lastPull(ada)).contains(NOW);
    }

    @Test
    void keepsConflictsAsTheModelDoes() {
        empty();
        Conflicts model = new MemoryConflicts();
        Conflicts store = new JdbcConflicts(database);
        for (int i = 0; i < 6; i++) {
            var conflict = new Conflict(
                    new ChangeId(new UUID(7, i)),
                    new RecordId(OWNERS.get(i % 2), "tasks", "r" + i % 3),
                    i % 2 == 0,
                    ConvexValue.object("text", ConvexValue.text("lost " + i)),
                    ConvexValue.object("text", ConvexValue.text("kept " + i)),
                    NOW.plusSeconds(i));
            model.add(conflict);
            store.add(conflict);
        }
        SettledConflict taken = model.page(OWNERS.getFirst(), false, 0, 9).getFirst();
        var settled = new SettledConflict(
                taken.conflict(), Optional.of(NOW), Optional.of(ConvexValue.object("text", ConvexValue.NULL)));
        model.settle(settled);
        store.settle(settled);

        for (Owner owner : OWNERS) {
            for (boolean which : List.of(false, true)) {
                assertThat(store.page(owner, which, 0, 2)).isEqualTo(model.page(owner, which, 0, 2));
                assertThat(store.count(owner, which)).isEqualTo(model.count(owner, which));
            }
            assertThat(store.find(owner, taken.conflict().change()))
                    .isEqualTo(model.find(owner, taken.conflict().change()));
            var record = new RecordId(owner, "tasks", "r0");
            assertThat(store.of(record, 5)).isEqualTo(model.of(record, 5));
        }
    }
}
