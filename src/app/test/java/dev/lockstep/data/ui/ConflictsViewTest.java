package dev.lockstep.data.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.router.QueryParameters;
import dev.lockstep.SignedIn;
import dev.lockstep.ViewTest;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.PersonId;
import dev.lockstep.sync.SyncedRecords;
import dev.lockstep.sync.SyncedRow;
import dev.lockstep.sync.store.Conflicts;
import dev.lockstep.sync.table.Conflict;
import dev.lockstep.sync.table.RecordId;
import dev.lockstep.sync.table.SyncedTable;
import dev.lockstep.sync.table.SyncedTables;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What people make of conflicts; that they come about as they should is {@code SyncedRecordsTest}'s part. */
class ConflictsViewTest extends ViewTest {

    @Autowired
    private SyncedRecords records;

    @Autowired
    private SyncedTables tables;

    @Autowired
    private Conflicts conflicts;

    @Autowired
    private PlatformTransactionManager transactions;

    private SyncedTable workspaces() {
        return tables.get("workspaces");
    }

    private String workspace(PersonId owner, String name) {
        return records.create(
                owner,
                workspaces(),
                ConvexValue.object("name", ConvexValue.text(name)).with("path", ConvexValue.text("/now")));
    }

    private ChangeId conflict(PersonId owner, String record, boolean won, Obj lost) {
        var id = new ChangeId(UUID.randomUUID());
        var conflict = new Conflict(
                id,
                new RecordId(owner, "workspaces", record),
                won,
                lost,
                ConvexValue.object("name", ConvexValue.text("Kept")),
                Instant.parse("2026-11-30T10:00:00Z"));
        new TransactionTemplate(transactions).executeWithoutResult(status -> conflicts.add(conflict));
        return id;
    }

    private SyncedRow row(PersonId owner, String record) {
        return records.find(owner, workspaces(), record).orElseThrow();
    }

    private void open(String query) {
        UI.getCurrent().navigate("data/conflicts", QueryParameters.fromString(query));
    }

    @Test
    @SignedIn("user_conflicts_1")
    void takesWhatLostFieldByFieldAndPutsItBack() {
        var mary = new PersonId("user_conflicts_1");
        String record = workspace(mary, "Novels");
        ChangeId id = conflict(
                mary,
                record,
                false,
                ConvexValue.object("name", ConvexValue.text("My novels")).with("path", ConvexValue.text("/mine")));
        UI.getCurrent().navigate("data/workspaces");
        awaitPage("1 conflict");
        open("");
        assertThat(pageText()).contains("1 conflict");
        assertThat(test($(Grid.class).single()).size()).isOne();

        open("conflict=" + id);
        awaitPage("My novels");
        assertThat(pageText()).contains("yours lost", "/mine", "/now");
        test($(Checkbox.class).all().getLast()).click();
        test($(Button.class).withText("Take what lost").single()).click();

        assertThat(row(mary, record).fields().text("name")).contains("My novels");
        assertThat(row(mary, record).fields().text("path")).as("not ticked").contains("/now");
        assertThat(pageText()).contains("What had lost was taken at");
        open("show=settled");
        assertThat(test($(Grid.class).single()).size()).isOne();

        open("show=settled&conflict=" + id);
        test($(Button.class).withText("Undo").single()).click();
        assertThat(row(mary, record).fields().text("name")).contains("Novels");
        open("");
        assertThat(test($(Grid.class).single()).size()).isOne();
    }

    @Test
    @SignedIn("user_conflicts_2")
    void deletesAfterAllWhatAnEditBroughtBackOrLeavesIt() {
        var mary = new PersonId("user_conflicts_2");
        String revived = workspace(mary, "Revived");
        ChangeId deletion = conflict(mary, revived, true, ConvexValue.object("deletedAt", ConvexValue.number(1)));
        String left = workspace(mary, "Left");
        ChangeId other = conflict(mary, left, true, ConvexValue.object("path", ConvexValue.text("/theirs")));

        open("conflict=" + deletion);
        test($(Button.class).withText("Delete it after all").single()).click();
        assertThat(row(mary, revived).deleted()).isTrue();
        test($(Button.class).withText("Undo").single()).click();
        assertThat(row(mary, revived).deleted()).isFalse();

        open("conflict=" + other);
        test($(Button.class).withText("Leave it as it is").single()).click();
        assertThat(pageText()).contains("Left as it is at");
        assertThat(row(mary, left).fields().text("path")).contains("/now");
        open("");
        assertThat(test($(Grid.class).single()).size()).isOne();
    }

    @Test
    @SignedIn("user_conflicts_3")
    void opensNoConflictOfSomebodyElse() {
        var bob = new PersonId("user_conflicts_bob");
        ChangeId his = conflict(
                bob, workspace(bob, "Bob's"), false, ConvexValue.object("name", ConvexValue.text("Bob's secret")));

        open("conflict=" + his);

        assertThat(pageText()).contains("No conflict is open").doesNotContain("Bob's");
    }
}
