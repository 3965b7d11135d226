package dev.lockstep.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.LockstepApp;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.core.GuestId;
import dev.lockstep.core.Owner;
import dev.lockstep.core.PersonId;
import dev.lockstep.outbox.Deliveries;
import dev.lockstep.sync.SyncedRow.State;
import dev.lockstep.sync.table.RecordFilter;
import dev.lockstep.sync.table.SyncedTable;
import dev.lockstep.sync.table.SyncedTables;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What somebody wrote without an account becomes theirs, is in Convex once each, and goes again when they want it to. */
@Tag("wire")
class MergesTest {

    private static final RecordFilter DELETED = new RecordFilter("", true);

    private final LockstepApp app = LockstepApp.shared();
    private final SyncedRecords records = app.bean(SyncedRecords.class);
    private final Merges merges = app.bean(Merges.class);
    private final SyncedTables tables = app.bean(SyncedTables.class);
    private final SyncedTable tasks = tables.get("tasks");
    private final SyncedTable messages = tables.get("messages");
    private final GuestId guest = new GuestId("guest_" + UUID.randomUUID());

    @AfterEach
    void calm() {
        app.calm();
    }

    private static Obj task(String text) {
        return ConvexValue.object("text", ConvexValue.text(text)).with("isCompleted", ConvexValue.FALSE);
    }

    private static Obj text(String text) {
        return ConvexValue.object("text", ConvexValue.text(text));
    }

    private static Obj message() {
        return ConvexValue.object("content", ConvexValue.text("Hello"))
                .with("role", ConvexValue.text("user"))
                .with("sessionId", ConvexValue.text("s"))
                .with("externalId", ConvexValue.text("e"))
                .with("sentAt", ConvexValue.number(1));
    }

    private List<String> texts(Owner owner, RecordFilter filter) {
        return records.page(owner, tasks, filter, 0, 2000).stream()
                .map(row -> row.fields().text("text").orElseThrow())
                .toList();
    }

    private Obj inConvex(PersonId person, String clientId) {
        return (Obj) app.inConvexRead(
                person,
                "sync:getRecord",
                ConvexValue.object("table", ConvexValue.text("tasks")).with("clientId", ConvexValue.text(clientId)));
    }

    private void awaitSynced(PersonId person) {
        LockstepApp.await(
                "everything to arrive", () -> records.status(person, tasks).pending() == 0);
    }

    private Merge only(PersonId person) {
        return merges.of(person).getFirst();
    }

    @Test
    void bringsInWhatAGuestWrote() {
        PersonId mary = app.signUp("Mary", "Shelley");
        records.create(mary, tasks, task("Hers"));
        String first = records.create(guest, tasks, task("One"));
        records.create(guest, tasks, task("Two"));
        records.delete(guest, tasks, records.create(guest, tasks, task("Deleted")));
        records.create(guest, messages, message());

        assertThat(merges.preview(guest, mary))
                .containsExactlyInAnyOrder(new Merge.Preview("tasks", 2, 0, 1), new Merge.Preview("messages", 1, 0, 0));
        assertThat(texts(guest, RecordFilter.ALL)).hasSize(2);
        merges.run(merges.begin(guest, mary));

        assertThat(texts(mary, RecordFilter.ALL)).containsExactlyInAnyOrder("Hers", "One", "Two");
        assertThat(texts(guest, RecordFilter.ALL)).isEmpty();
        assertThat(texts(guest, DELETED)).isEmpty();
        assertThat(merges.preview(guest, mary)).isEmpty();
        assertThat(only(mary).records()).isEqualTo(3);
        awaitSynced(mary);
        assertThat(inConvex(mary, first).fields().get("fields")).isEqualTo(task("One"));
        assertThat(inConvex(mary, first).number("revision")).contains(1.0);
        assertThat(records.find(mary, tasks, first).orElseThrow().state()).isEqualTo(State.SYNCED);
    }

    @Test
    void losesAndDoublesNothingWhereverItStops() {
        PersonId mary = app.signUp("Mary", "Shelley");
        app.convexFault("{\"match\": \"POST /api/mutation\", \"times\": 100000, \"status\": 503}");
        for (int i = 0; i < 1100; i++) {
            records.create(guest, tasks, task("Task " + i));
        }
        UUID id = merges.begin(guest, mary);

        boolean more = true;
        int steps = 0;
        while (more) {
            more = merges.step(id);
            steps++;
            // As if it had ended here: each record has one owner, and none is gone.
            assertThat(texts(guest, RecordFilter.ALL).size()
                            + texts(mary, RecordFilter.ALL).size())
                    .isEqualTo(1100);
            assertThat(texts(guest, RecordFilter.ALL)).doesNotContainAnyElementsOf(texts(mary, RecordFilter.ALL));
        }

        assertThat(steps).isEqualTo(4);
        assertThat(texts(mary, RecordFilter.ALL)).doesNotHaveDuplicates().hasSize(1100);
        assertThat(records.status(mary, tasks).pending()).isEqualTo(1100);
        assertThat(only(mary).done()).isPresent();
        assertThat(merges.step(id)).isFalse();
    }

    @Test
    void isGoneOnWithByItself() {
        PersonId mary = app.signUp("Mary", "Shelley");
        records.create(guest, tasks, task("One"));
        merges.begin(guest, mary);

        merges.goOn();

        assertThat(texts(mary, RecordFilter.ALL)).containsExactly("One");
        assertThat(only(mary).done()).isPresent();
    }

    @Test
    void undoesWhatNobodyHasChangedSince() {
        PersonId mary = app.signUp("Mary", "Shelley");
        String one = records.create(guest, tasks, task("One"));
        String two = records.create(guest, tasks, task("Two"));
        records.create(guest, messages, message());
        UUID id = merges.begin(guest, mary);
        assertThat(merges.undo(mary, id)).as("before it is done").isFalse();
        merges.run(id);
        awaitSynced(mary);
        records.edit(mary, tasks, two, text("Two, and more"));
        awaitSynced(mary);

        assertThat(merges.undo(new PersonId("user_somebody_else"), id)).isFalse();
        assertThat(merges.undo(mary, id)).isTrue();
        assertThat(merges.undo(mary, id)).isFalse();
        merges.run(id);

        assertThat(texts(mary, RecordFilter.ALL)).containsExactly("Two, and more");
        assertThat(texts(mary, DELETED)).containsExactly("One");
        assertThat(only(mary).undone()).isPresent();
        assertThat(only(mary).kept()).isEqualTo(2);
        awaitSynced(mary);
        assertThat(inConvex(mary, one).bool("deleted")).contains(true);
        assertThat(inConvex(mary, two).bool("deleted")).contains(false);
    }

    @Test
    void undoesWhatHasNotArrivedYet() {
        PersonId mary = app.signUp("Mary", "Shelley");
        app.convexFault("{\"match\": \"POST /api/mutation\", \"times\": 100000, \"status\": 503}");
        String one = records.create(guest, tasks, task("One"));
        UUID id = merges.begin(guest, mary);
        merges.run(id);
        merges.undo(mary, id);
        merges.run(id);
        assertThat(texts(mary, RecordFilter.ALL)).isEmpty();

        app.calm();
        app.bean(Deliveries.class).signedIn(mary);

        awaitSynced(mary);
        assertThat(inConvex(mary, one).bool("deleted")).contains(true);
        assertThat(texts(mary, RecordFilter.ALL)).isEmpty();
    }

    @Test
    void laysTheLaterEditOverARecordThatBothHave() {
        PersonId mary = app.signUp("Mary", "Shelley");
        String id = records.create(guest, tasks, task("One"));
        UUID first = merges.begin(guest, mary);
        merges.run(first);
        awaitSynced(mary);
        // The same guest's record at another installation, edited there afterwards and brought here.
        app.bean(JdbcClient.class)
                .sql("""
                        insert into sync_record (owner_id, table_name, client_id, revision, base_deleted, shown, deleted, stamp,
                          created_at, updated_at)
                        select :guest, table_name, client_id, 0, false, shown, false, stamp, created_at, updated_at
                        from sync_record where owner_id = :owner and client_id = :id
                        """)
                .param("guest", guest.value())
                .param("owner", mary.value())
                .param("id", id)
                .update();
        records.edit(guest, tasks, id, text("One, later"));

        assertThat(merges.preview(guest, mary)).containsExactly(new Merge.Preview("tasks", 0, 1, 1));
        UUID second = merges.begin(guest, mary);
        merges.run(second);

        assertThat(texts(mary, RecordFilter.ALL)).containsExactly("One, later");
        awaitSynced(mary);
        assertThat(inConvex(mary, id).fields().get("fields")).isEqualTo(task("One, later"));
        assertThat(merges.undo(mary, second)).isTrue();
        merges.run(second);
        assertThat(texts(mary, RecordFilter.ALL)).containsExactly("One");
        awaitSynced(mary);
        assertThat(inConvex(mary, id).fields().get("fields")).isEqualTo(task("One"));
    }
}
