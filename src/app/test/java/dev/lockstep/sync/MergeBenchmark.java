package dev.lockstep.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.LockstepApp;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.GuestId;
import dev.lockstep.core.Owner;
import dev.lockstep.core.PersonId;
import dev.lockstep.sync.table.RecordFilter;
import dev.lockstep.sync.table.SyncedTable;
import dev.lockstep.sync.table.SyncedTables;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long it takes to bring ten thousand records of a guest in to ten thousand of a person, and to undo that. */
@Tag("bench")
class MergeBenchmark {

    private static final int RECORDS = 10_000;

    private final LockstepApp app = LockstepApp.shared();
    private final SyncedRecords records = app.bean(SyncedRecords.class);
    private final Merges merges = app.bean(Merges.class);
    private final SyncedTable tasks = app.bean(SyncedTables.class).get("tasks");

    @Test
    void bringsInAndUndoesTenThousand() {
        PersonId mary = app.signUp("Mary", "Shelley");
        app.convexFault("{\"match\": \"POST /api/mutation\", \"times\": 1000000, \"status\": 503}");
        var guest = new GuestId("guest_" + UUID.randomUUID());
        write(mary);
        write(guest);

        long start = System.nanoTime();
        assertThat(merges.preview(guest, mary)).containsExactly(new Merge.Preview("tasks", RECORDS, 0, RECORDS));
        print("merge-preview", start);
        start = System.nanoTime();
        UUID id = merges.begin(guest, mary);
        merges.run(id);
        print("merge-run", start);
        assertThat(records.count(mary, tasks, RecordFilter.ALL)).isEqualTo(2 * RECORDS);
        assertThat(merges.undo(mary, id)).isTrue();
        start = System.nanoTime();
        merges.run(id);
        print("merge-undo", start);
        assertThat(records.count(mary, tasks, RecordFilter.ALL)).isEqualTo(RECORDS);
        app.calm();
    }

    private void write(Owner owner) {
        for (int i = 0; i < RECORDS; i++) {
            records.create(
                    owner,
                    tasks,
                    ConvexValue.object("text", ConvexValue.text("Task number " + i + ", with some words to it"))
                            .with("isCompleted", ConvexValue.FALSE));
        }
    }

    private static void print(String name, long start) {
        System.out.printf(Locale.ROOT, "bench %s %.2f s%n", name, (System.nanoTime() - start) / 1e9);
    }
}
