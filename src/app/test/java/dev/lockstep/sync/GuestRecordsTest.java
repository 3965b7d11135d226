package dev.lockstep.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.LockstepApp;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.core.GuestId;
import dev.lockstep.core.Problem;
import dev.lockstep.outbox.Deliveries;
import dev.lockstep.outbox.change.RecordKey;
import dev.lockstep.sync.table.RecordFilter;
import dev.lockstep.sync.table.SyncedTable;
import dev.lockstep.sync.table.SyncedTables;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What somebody without an account writes is theirs, works as everybody's does, and is told to nobody. */
@Tag("wire")
class GuestRecordsTest {

    private final LockstepApp app = LockstepApp.shared();
    private final SyncedRecords records = app.bean(SyncedRecords.class);
    private final SyncedTable tasks = app.bean(SyncedTables.class).get("tasks");
    private final GuestId guest = new GuestId("guest_" + UUID.randomUUID());

    private static Obj task(String text) {
        return ConvexValue.object("text", ConvexValue.text(text)).with("isCompleted", ConvexValue.FALSE);
    }

    @Test
    void keepsWhatAGuestWritesHere() {
        String id = records.create(guest, tasks, task("Try it"));
        records.edit(guest, tasks, id, ConvexValue.object("text", ConvexValue.text("Tried")));
        records.edit(guest, tasks, id, ConvexValue.object("isCompleted", ConvexValue.TRUE));

        SyncedRow row = records.find(guest, tasks, id).orElseThrow();
        assertThat(row.fields()).isEqualTo(task("Tried").with("isCompleted", ConvexValue.TRUE));
        assertThat(row.state()).isEqualTo(SyncedRow.State.LOCAL);
        assertThat(records.status(guest, tasks).state()).isEqualTo(SyncStatus.State.LOCAL);

        records.delete(guest, tasks, id);
        assertThat(records.count(guest, tasks, RecordFilter.ALL)).isZero();
        records.restore(guest, tasks, id);
        assertThat(records.count(guest, tasks, RecordFilter.ALL)).isOne();
    }

    @Test
    void leavesNothingOfAGuestToBeSent() {
        String id = records.create(guest, tasks, task("Private"));
        records.edit(guest, tasks, id, ConvexValue.object("text", ConvexValue.text("Still private")));
        Runnable end = records.watch(guest, () -> {});
        end.run();

        var deliveries = app.bean(Deliveries.class);
        assertThat(deliveries.waiting(guest, "tasks", List.of(id))).isEmpty();
        assertThat(deliveries
                        .count(guest, new RecordKey("tasks", id).toString(), Set.of())
                        .all())
                .isZero();
    }

    @Test
    void keepsSoMuchOfAGuestAndNoMore() {
        app.bean(JdbcTemplate.class).update("""
                insert into sync_record (owner_id, table_name, client_id, revision, base_deleted, shown, deleted, stamp, created_at,
                  updated_at)
                select ?, 'tasks', 'r' || "X", 0, false, '{"text":"x"}', false, '000000000000-0000-00000000', now(), now()
                from system_range(1, 9999)
                """, guest.value());
        records.create(guest, tasks, task("The last one"));

        assertThatThrownBy(() -> records.create(guest, tasks, task("One more")))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.code().text()).isEqualTo("TooManyWithoutAnAccount"));
    }

    @Test
    void showsAGuestNothingOfAnother() {
        String id = records.create(guest, tasks, task("Mine"));
        var other = new GuestId("guest_" + UUID.randomUUID());

        assertThat(records.find(other, tasks, id)).isEmpty();
        assertThat(records.count(other, tasks, RecordFilter.ALL)).isZero();
    }
}
