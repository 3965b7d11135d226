package dev.lockstep.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.LockstepApp;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.outbox.Deliveries;
import dev.lockstep.sync.SyncedRow.State;
import dev.lockstep.sync.table.Policy;
import dev.lockstep.sync.table.RecordFilter;
import dev.lockstep.sync.table.SyncedTable;
import dev.lockstep.sync.table.SyncedTables;
import dev.lockstep.sync.table.TableField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Records between this installation, the real functions in Convex, and a phone that calls these functions itself. */
@Tag("wire")
class SyncedRecordsTest {

    private static final String PHONE = "0000beef";

    private final LockstepApp app = LockstepApp.shared();
    private final SyncedRecords records = app.bean(SyncedRecords.class);
    private final SyncedTables tables = app.bean(SyncedTables.class);
    private final SyncedTable tasks = tables.get("tasks");
    private final List<Runnable> watches = new ArrayList<>();

    @AfterEach
    void calm() {
        watches.forEach(Runnable::run);
        app.calm();
    }

    private static Obj task(String text) {
        return ConvexValue.object("text", ConvexValue.text(text)).with("isCompleted", ConvexValue.FALSE);
    }

    private void watch(PersonId person) {
        watches.add(records.watch(person, () -> {}));
    }

    private List<SyncedRow> rows(PersonId person) {
        return records.page(person, tasks, RecordFilter.ALL, 0, 100);
    }

    private void awaitSynced(PersonId person) {
        LockstepApp.await(
                "everything to arrive",
                () -> records.status(person, tasks).pending() == 0
                        && rows(person).stream().allMatch(row -> row.state() == State.SYNCED));
    }

    /** What a phone does. */
    private Obj push(PersonId person, String table, String clientId, String kind, Obj fields, long base, long millis) {
        Obj op = ConvexValue.object("opId", ConvexValue.text(UUID.randomUUID().toString()))
                .with("table", ConvexValue.text(table))
                .with("clientId", ConvexValue.text(clientId))
                .with("kind", ConvexValue.text(kind))
                .with("fields", fields)
                .with("base", ConvexValue.number(base))
                .with("stamp", ConvexValue.text("%012x-0000-%s".formatted(millis, PHONE)));
        Obj said = (Obj) app.inConvex(person, "sync:pushChanges", ConvexValue.object("ops", ConvexValue.array(op)));
        return (Obj) ((Array) said.fields().get("answers")).items().getFirst();
    }

    private Obj inConvex(PersonId person, String clientId) {
        return (Obj) app.inConvexRead(
                person,
                "sync:getRecord",
                ConvexValue.object("table", ConvexValue.text("tasks")).with("clientId", ConvexValue.text(clientId)));
    }

    @Test
    void showsWhatIsWrittenAtOnceAndBringsItToConvex() {
        PersonId mary = app.signUp("Mary", "Shelley");

        String id = records.create(mary, tasks, task("Write a novel"));

        assertThat(records.find(mary, tasks, id).orElseThrow().fields()).isEqualTo(task("Write a novel"));
        awaitSynced(mary);
        assertThat(inConvex(mary, id).fields().get("fields")).isEqualTo(task("Write a novel"));
        assertThat(inConvex(mary, id).number("revision")).contains(1.0);

        records.edit(mary, tasks, id, ConvexValue.object("isCompleted", ConvexValue.TRUE));
        records.delete(mary, tasks, id);
        assertThat(rows(mary)).isEmpty();
        assertThat(records.count(mary, tasks, new RecordFilter("novel", true))).isOne();
        LockstepApp.await(
                "the deletion", () -> inConvex(mary, id).bool("deleted").orElseThrow());
        records.restore(mary, tasks, id);
        awaitSynced(mary);
        assertThat(inConvex(mary, id).bool("deleted")).contains(false);
        assertThat(rows(mary).getFirst().fields().bool("isCompleted")).contains(true);
    }

    @Test
    void bringsInWhatAPhoneWritesWhileSomebodyLooks() {
        PersonId mary = app.signUp("Mary", "Shelley");
        for (int i = 0; i < 5; i++) {
            push(mary, "tasks", "phone-" + i, "upsert", task("Task " + i), 0, i);
        }
        assertThat(rows(mary)).isEmpty();

        watch(mary);

        LockstepApp.await("the phone's tasks", () -> rows(mary).size() == 5);
        push(mary, "tasks", "phone-3", "delete", ConvexValue.emptyObject(), 1, 100);
        LockstepApp.await("the deletion", () -> rows(mary).size() == 4);
        push(mary, "tasks", "phone-4", "upsert", ConvexValue.object("text", ConvexValue.text("Other")), 1, 100);
        LockstepApp.await(
                "the edit",
                () -> rows(mary).stream()
                        .anyMatch(row -> row.fields().text("text").equals(Optional.of("Other"))));
        LockstepApp.await("the state", () -> records.status(mary, tasks).state() == SyncStatus.State.SYNCED);
    }

    @Test
    void readsByItselfWhatCouldNotBeReadAtFirst() {
        PersonId mary = app.signUp("Mary", "Shelley");
        app.convexFault("{\"match\": \"POST /api/query\", \"times\": 1000, \"status\": 503}");
        push(mary, "tasks", "unread", "upsert", task("Unread"), 0, 1);
        watch(mary);
        LockstepApp.await("the trouble", () -> records.status(mary, tasks).state() == SyncStatus.State.ERROR);

        app.calm();

        LockstepApp.await("the task", () -> rows(mary).size() == 1);
        LockstepApp.await(
                "the end of the trouble", () -> records.status(mary, tasks).state() == SyncStatus.State.SYNCED);
    }

    @Test
    void keepsWhatIsWrittenWhileConvexIsAwayAndSendsItTogetherOnce() {
        PersonId mary = app.signUp("Mary", "Shelley");
        app.convexFault("{\"match\": \"POST /api/mutation\", \"times\": 1000, \"status\": 503}");
        var ids = new ArrayList<String>();
        for (int i = 0; i < 40; i++) {
            ids.add(records.create(mary, tasks, task("Offline " + i)));
        }
        records.edit(mary, tasks, ids.get(7), ConvexValue.object("text", ConvexValue.text("Edited")));
        records.delete(mary, tasks, ids.get(8));
        assertThat(rows(mary)).hasSize(39).allMatch(row -> row.state() == State.PENDING);
        assertThat(records.find(mary, tasks, ids.get(7)).orElseThrow().fields().text("text"))
                .contains("Edited");

        app.calm();
        ids.forEach(id -> records.find(mary, tasks, id).ifPresent(row -> records.retry(mary, row)));

        awaitSynced(mary);
        assertThat(rows(mary)).hasSize(39);
        for (String id : ids) {
            Obj there = inConvex(mary, id);
            assertThat(there.bool("deleted")).contains(id.equals(ids.get(8)));
            assertThat(there.number("revision").orElseThrow())
                    .as("each change has had one effect")
                    .isLessThanOrEqualTo(2);
        }
    }

    @Test
    void sendsWhatIsTooMuchForOneCallInSeveral() {
        PersonId mary = app.signUp("Mary", "Shelley");
        SyncedTable messages = tables.get("messages");
        app.convexFault("{\"match\": \"POST /api/mutation\", \"times\": 1000, \"status\": 503}");
        for (int i = 0; i < 60; i++) {
            records.create(
                    mary,
                    messages,
                    right(messages)
                            .with("externalId", ConvexValue.text("m" + i))
                            .with("content", ConvexValue.text("\u00e4".repeat(100_000))));
        }

        app.calm();
        app.bean(Deliveries.class).signedIn(mary);

        LockstepApp.await("all of it", () -> records.status(mary, messages).pending() == 0);
        assertThat(records.status(mary, messages).stopped()).isZero();
    }

    @Test
    void letsTheWebsEditStandAndTellsWhatItReplacedUnseen() {
        PersonId mary = app.signUp("Mary", "Shelley");
        String id = records.create(mary, tasks, task("First"));
        awaitSynced(mary);
        push(mary, "tasks", id, "upsert", ConvexValue.object("text", ConvexValue.text("Phone's")), 1, 5);

        records.edit(mary, tasks, id, ConvexValue.object("text", ConvexValue.text("Web's")));
        awaitSynced(mary);

        assertThat(((Obj) inConvex(mary, id).fields().get("fields")).text("text"))
                .contains("Web's");
        assertThat(records.conflicts(mary, tasks, id)).singleElement().satisfies(conflict -> {
            assertThat(conflict.won()).isTrue();
            assertThat(conflict.lost().text("text")).contains("Phone's");
        });
    }

    @Test
    void letsTheLaterEditOfAFieldStandWhereTheTableSaysSo() {
        PersonId mary = app.signUp("Mary", "Shelley");
        SyncedTable workspaces = tables.get("workspaces");
        String id = records.create(
                mary,
                workspaces,
                ConvexValue.object("name", ConvexValue.text("First")).with("path", ConvexValue.text("/a")));
        LockstepApp.await("its arrival", () -> records.status(mary, workspaces).pending() == 0);
        long tomorrow = System.currentTimeMillis() + 60_000;
        push(mary, "workspaces", id, "upsert", ConvexValue.object("name", ConvexValue.text("Later")), 1, tomorrow);

        records.edit(
                mary,
                workspaces,
                id,
                ConvexValue.object("name", ConvexValue.text("Earlier")).with("path", ConvexValue.text("/b")));
        LockstepApp.await("its arrival", () -> records.status(mary, workspaces).pending() == 0);

        Obj now = records.find(mary, workspaces, id).orElseThrow().fields();
        assertThat(now.text("name")).contains("Later");
        assertThat(now.text("path")).contains("/b");
        assertThat(records.conflicts(mary, workspaces, id)).singleElement().satisfies(conflict -> {
            assertThat(conflict.won()).isFalse();
            assertThat(conflict.lost().text("name")).contains("Earlier");
        });
    }

    @Test
    void refusesHereWhatTheFunctionsWouldRefuse() {
        PersonId mary = app.signUp("Mary", "Shelley");
        for (SyncedTable table : tables.all()) {
            for (TableField field : table.fields()) {
                Obj wrong = wrong(table, field);

                Obj answer = push(mary, table.name(), "wrong", "upsert", wrong, 0, 1);

                assertThat(answer.text("status"))
                        .as(table.name() + "." + field.name())
                        .contains("refused");
                assertThat(((Obj) answer.fields().get("refusal")).text("field")).contains(field.name());
                assertThatThrownBy(() -> records.create(mary, table, wrong)).isInstanceOf(InvalidRecord.class);
            }
            Obj right = right(table);
            assertThat(push(mary, table.name(), "right", "upsert", right, 0, 1).text("status"))
                    .as(table.name())
                    .contains("applied");
            Obj deletion = push(mary, table.name(), "right", "delete", ConvexValue.emptyObject(), 1, 2);
            assertThat(deletion.text("status").filter("applied"::equals).isPresent())
                    .as(table.name())
                    .isEqualTo(table.policy().allowsChanging());
        }
        assertThat(tables.get("messages").policy()).isEqualTo(Policy.APPEND_ONLY);
    }

    private static Obj right(SyncedTable table) {
        Obj fields = ConvexValue.emptyObject();
        for (TableField field : table.fields()) {
            fields = fields.with(
                    field.name(),
                    switch (field.kind()) {
                        case LINE, TEXT -> ConvexValue.text("x".repeat(field.longest()));
                        case FLAG -> ConvexValue.TRUE;
                        case CHOICE -> ConvexValue.text(field.choices().getLast());
                        case MOMENT -> ConvexValue.number(5);
                    });
        }
        return fields;
    }

    private static Obj wrong(SyncedTable table, TableField field) {
        return right(table)
                .with(
                        field.name(),
                        switch (field.kind()) {
                            case LINE, TEXT -> ConvexValue.text("x".repeat(field.longest() + 1));
                            case FLAG, MOMENT -> ConvexValue.text("yes");
                            case CHOICE -> ConvexValue.text("nobody");
                        });
    }

    @Test
    void keepsPeopleApart() {
        PersonId mary = app.signUp("Mary", "Shelley");
        PersonId percy = app.signUp("Percy", "Shelley");
        String id = records.create(mary, tasks, task("Mary's"));
        awaitSynced(mary);
        watch(percy);

        assertThat(records.find(percy, tasks, id)).isEmpty();
        assertThatThrownBy(() -> records.edit(percy, tasks, id, task("Percy's")))
                .isInstanceOf(Problem.class);
        assertThat(app.inConvexRead(
                        percy,
                        "sync:getRecord",
                        new Obj(new TreeMap<>(
                                Map.of("table", ConvexValue.text("tasks"), "clientId", ConvexValue.text(id))))))
                .isEqualTo(ConvexValue.NULL);
        assertThat(rows(percy)).isEmpty();
    }
}
