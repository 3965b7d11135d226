package dev.lockstep.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.LockstepApp;
import dev.lockstep.Postgres;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.GuestId;
import dev.lockstep.core.PersonId;
import dev.lockstep.sync.table.RecordFilter;
import dev.lockstep.sync.table.SyncedTable;
import dev.lockstep.sync.table.SyncedTables;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A guest's records become a person's, and are taken back, in the database that production uses. */
@Tag("wire")
class MergeOnPostgresTest {

    @Test
    void bringsInAndUndoes() {
        try (LockstepApp app = LockstepApp.start(
                LockstepApp.fresh("postgres-merge"),
                "LOCKSTEP_DATABASE_URL=" + Postgres.freshDatabase(),
                "LOCKSTEP_DATABASE_USER=postgres")) {
            var records = app.bean(SyncedRecords.class);
            var merges = app.bean(Merges.class);
            SyncedTable tasks = app.bean(SyncedTables.class).get("tasks");
            var guest = new GuestId("guest_" + UUID.randomUUID());
            PersonId ada = app.signUp("Ada", "Postgres");
            records.create(
                    guest,
                    tasks,
                    ConvexValue.object("text", ConvexValue.text("Try")).with("isCompleted", ConvexValue.FALSE));
            assertThat(merges.preview(guest, ada)).containsExactly(new Merge.Preview("tasks", 1, 0, 0));

            UUID id = merges.begin(guest, ada);
            merges.run(id);

            assertThat(records.count(ada, tasks, RecordFilter.ALL)).isOne();
            assertThat(records.count(guest, tasks, RecordFilter.ALL)).isZero();
            assertThat(merges.undo(ada, id)).isTrue();
            merges.run(id);
            merges.goOn();
            assertThat(records.count(ada, tasks, RecordFilter.ALL)).isZero();
            assertThat(merges.of(ada).getFirst().undone()).isPresent();
        }
    }
}
