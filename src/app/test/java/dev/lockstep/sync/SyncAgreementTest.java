package dev.lockstep.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.LockstepApp;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.outbox.Deliveries;
import dev.lockstep.sync.table.RecordFilter;
import dev.lockstep.sync.table.Stamp;
import dev.lockstep.sync.table.SyncedTable;
import dev.lockstep.sync.table.SyncedTables;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Chance lets a person write on the web and on two phones, which know only what they have read, while calls fail before and after
 * Convex has carried them out. When all is calm again, everybody sees the same, each edit has had one effect, and none is lost
 * without a word. The engine, the outbox and the functions are the real ones. {@code -Dsync.seeds=200} for more.
 */
@Tag("wire")
class SyncAgreementTest {

    private static final int SEEDS = Integer.getInteger("sync.seeds", 8);
    private static final int FIRST = Integer.getInteger("sync.first", 1);
    private static final int STEPS = 30;

    private final LockstepApp app = LockstepApp.shared();
    private final SyncedRecords records = app.bean(SyncedRecords.class);
    private final SyncedTables tables = app.bean(SyncedTables.class);
    private final Deliveries deliveries = app.bean(Deliveries.class);

    @AfterEach
    void calm() {
        app.calm();
    }

    @Test
    void everybodySeesTheSameInTheEnd() {
        // Nobody may sign in as often as there are seeds; what earlier ones left behind is read by all alike.
        PersonId person = app.signUp("Mary", "Shelley");
        for (int seed = FIRST; seed < FIRST + SEEDS; seed++) {
            if ((seed - FIRST) % 12 == 11) {
                person = app.signUp("Mary", "Shelley");
            }
            for (String table : List.of("tasks", "workspaces")) {
                new Life(seed, tables.get(table), person).live();
            }
        }
    }

    /** What a phone knows of a record. */
    private record Known(long revision, Obj fields, boolean deleted, Stamp stamp) {}

    /** One person's records in one table, with one seed. */
    private final class Life {

        private final Random random;
        private final SyncedTable table;
        private final String as;
        private final PersonId person;
        private final List<Map<String, Known>> phones = List.of(new HashMap<>(), new HashMap<>());
        private final List<Optional<String>> cursors = new ArrayList<>(List.of(Optional.empty(), Optional.empty()));
        /** Each text that was written; no two are the same. */
        private final Set<String> written = new LinkedHashSet<>();
        /** Each record that was ever made. */
        private final Set<String> ids = new LinkedHashSet<>();
        /** What somebody wrote over who saw it. */
        private final Set<String> replaced = new HashSet<>();
        /** What the phones were told of as lost. */
        private final Set<String> lost = new HashSet<>();

        private int tokens;

        Life(int seed, SyncedTable table, PersonId person) {
            this.person = person;
            this.random = new Random(seed);
            this.table = table;
            this.as = "seed " + seed + " of " + table.name();
        }

        void live() {
            Runnable unwatch = records.watch(person, () -> {});
            try {
                for (int step = 0; step < STEPS; step++) {
                    step();
                }
                settle();
            } finally {
                unwatch.run();
            }
            agree();
        }

        private void step() {
            switch (random.nextInt(12)) {
                case 0, 1 -> created();
                case 2, 3, 4, 5 -> webWrites();
                case 6, 7, 8 -> phoneWrites(random.nextInt(2));
                case 9 -> pull(random.nextInt(2));
                case 10 ->
                    app.convexFault("{\"match\": \"POST /api/mutation\", \"times\": " + (1 + random.nextInt(3)) + ", "
                            + (random.nextBoolean() ? "\"status\": 503" : "\"drop\": true, \"after\": true") + "}");
                default -> app.calm();
            }
        }

        private String token() {
            String token = as + " #" + ++tokens;
            written.add(token);
            return token;
        }

        private Obj whole(String token) {
            return table.name().equals("tasks")
                    ? ConvexValue.object("text", ConvexValue.text(token)).with("isCompleted", ConvexValue.FALSE)
                    : ConvexValue.object("name", ConvexValue.text(token)).with("path", ConvexValue.text("/"));
        }

        private String field() {
            return table.name().equals("tasks") ? "text" : "name";
        }

        private Obj edit() {
            return ConvexValue.object(field(), ConvexValue.text(token()));
        }

        private void created() {
            ids.add(records.create(person, table, whole(token())));
        }

        private List<SyncedRow> rows(boolean deleted) {
            return records.page(person, table, new RecordFilter("", deleted), 0, 1000);
        }

        private void webWrites() {
            List<SyncedRow> there = rows(false);
            if (there.isEmpty()) {
                created();
                return;
            }
            SyncedRow row = there.get(random.nextInt(there.size()));
            String id = row.clientId();
            List<SyncedRow> gone = rows(true);
            try {
                switch (random.nextInt(6)) {
                    case 0 -> records.delete(person, table, id);
                    case 1 -> {
                        if (!gone.isEmpty()) {
                            records.restore(person, table, gone.getFirst().clientId());
                        }
                    }
                    default -> {
                        row.fields().text(field()).ifPresent(replaced::add);
                        records.edit(person, table, id, edit());
                    }
                }
            } catch (Problem problem) {
                throw new AssertionError(as, problem);
            }
        }

        /** By what this phone knows, which may be old; sent twice now and then. */
        private void phoneWrites(int phone) {
            Map<String, Known> known = phones.get(phone);
            String id = known.isEmpty() || random.nextInt(4) == 0
                    ? UUID.nameUUIDFromBytes((as + person + tokens).getBytes(StandardCharsets.UTF_8))
                            .toString()
                    : new TreeMap<>(known)
                            .keySet().stream()
                                    .skip(random.nextInt(known.size()))
                                    .findFirst()
                                    .orElseThrow();
            Known before = known.getOrDefault(id, new Known(0, ConvexValue.emptyObject(), false, Stamp.NONE));
            boolean deletes = before.revision() > 0 && !before.deleted() && random.nextInt(6) == 0;
            if (before.deleted() || (before.revision() == 0 && known.containsKey(id))) {
                return;
            }
            Obj fields = deletes ? ConvexValue.emptyObject() : before.revision() == 0 ? whole(token()) : edit();
            if (!deletes) {
                before.fields().text(field()).ifPresent(replaced::add);
            }
            Stamp stamp = before.stamp().next(Instant.now(), "0000000" + phone);
            Obj op = ConvexValue.object(
                            "opId", ConvexValue.text(UUID.randomUUID().toString()))
                    .with("table", ConvexValue.text(table.name()))
                    .with("clientId", ConvexValue.text(id))
                    .with("kind", ConvexValue.text(deletes ? "delete" : "upsert"))
                    .with("fields", fields)
                    .with("base", ConvexValue.number(before.revision()))
                    .with("stamp", ConvexValue.text(stamp.text()));
            ids.add(id);
            ConvexValue first = send(op);
            if (random.nextBoolean()) {
                assertThat(send(op)).as(as + ": a repeat has the first answer").isEqualTo(first);
            }
            Obj answer = (Obj) first;
            assertThat(answer.text("status")).as(as).contains("applied");
            note(answer);
            if (answer.fields().get("row") instanceof Obj row) {
                know(known, row);
            }
        }

        private void note(Obj answer) {
            if (answer.fields().get("conflict") instanceof Obj conflict
                    && conflict.fields().get("lost") instanceof Obj fields) {
                fields.text(field()).ifPresent(lost::add);
                if (conflict.fields().get("replaced") instanceof Obj replaced) {
                    replaced.text(field()).ifPresent(lost::add);
                }
            }
        }

        private void know(Map<String, Known> known, Obj row) {
            var now = new Known(
                    row.number("revision").orElseThrow().longValue(),
                    (Obj) row.fields().get("fields"),
                    row.bool("deleted").orElseThrow(),
                    new Stamp(row.text("stamp").orElseThrow()));
            known.merge(
                    row.text("clientId").orElseThrow(),
                    now,
                    (older, newer) -> newer.revision() > older.revision() ? newer : older);
        }

        /** The phone tries until it gets through. */
        private ConvexValue send(Obj op) {
            for (int attempt = 0; ; attempt++) {
                try {
                    Obj said = (Obj)
                            app.inConvex(person, "sync:pushChanges", ConvexValue.object("ops", ConvexValue.array(op)));
                    return ((Array) said.fields().get("answers")).items().getFirst();
                } catch (Problem problem) {
                    assertThat(attempt).as(as + ": " + problem.sentence()).isLessThan(10);
                }
            }
        }

        private void pull(int phone) {
            for (boolean more = true; more; ) {
                Obj said = (Obj) app.inConvexRead(
                        person,
                        "sync:getChangesSince",
                        ConvexValue.object("table", ConvexValue.text(table.name()))
                                .with("limit", ConvexValue.number(3))
                                .with(
                                        "cursor",
                                        cursors.get(phone)
                                                .<ConvexValue>map(ConvexValue::text)
                                                .orElse(ConvexValue.NULL)));
                ((Array) said.fields().get("rows")).items().forEach(row -> know(phones.get(phone), (Obj) row));
                cursors.set(phone, said.text("cursor"));
                more = said.bool("more").orElseThrow();
            }
        }

        private void settle() {
            app.calm();
            for (int tries = 0; records.status(person, table).pending() > 0 && tries < 200; tries++) {
                deliveries.waiting(person).forEach(change -> deliveries.retryOwn(person, change.id()));
                LockstepApp.pause();
            }
            assertThat(deliveries.waiting(person))
                    .as(as + ": everything has arrived")
                    .isEmpty();
            pull(0);
            pull(1);
            LockstepApp.await(as + ": the web reads on", () -> web().equals(there(phones.get(0))));
        }

        private Map<String, Obj> web() {
            var web = new TreeMap<String, Obj>();
            rows(false).forEach(row -> web.put(row.clientId(), row.fields()));
            return web;
        }

        private Map<String, Obj> there(Map<String, Known> known) {
            var there = new TreeMap<String, Obj>();
            known.forEach((id, one) -> {
                if (!one.deleted()) {
                    there.put(id, one.fields());
                }
            });
            return there;
        }

        private Obj inConvex(String id) {
            return (Obj) app.inConvexRead(
                    person,
                    "sync:getRecord",
                    ConvexValue.object("table", ConvexValue.text(table.name())).with("clientId", ConvexValue.text(id)));
        }

        private void agree() {
            assertThat(there(phones.get(1))).as(as).isEqualTo(there(phones.get(0)));
            assertThat(web()).as(as).isEqualTo(there(phones.get(0)));
            var accounted = new HashSet<>(lost);
            accounted.addAll(replaced);
            ids.addAll(phones.get(0).keySet());
            for (String id : ids) {
                // Also of what was deleted: nobody who begins anew is told of that.
                ((Obj) inConvex(id).fields().get("fields")).text(field()).ifPresent(accounted::add);
                records.conflicts(person, table, id)
                        .forEach(conflict -> conflict.lost().text(field()).ifPresent(accounted::add));
            }
            assertThat(accounted)
                    .as(as + ": what was written stands, or somebody was told")
                    .containsAll(written);
        }
    }
}
