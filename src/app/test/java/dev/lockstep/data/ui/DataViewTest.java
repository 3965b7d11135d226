package dev.lockstep.data.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.QueryParameters;
import dev.lockstep.SignedIn;
import dev.lockstep.ViewTest;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.PersonId;
import dev.lockstep.sync.SyncedRecords;
import dev.lockstep.sync.SyncedRow;
import dev.lockstep.sync.table.RecordFilter;
import dev.lockstep.sync.table.SyncedTable;
import dev.lockstep.sync.table.SyncedTables;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The pages of records while nothing reaches Convex: Clerk knows no session of these people to make a token for. */
class DataViewTest extends ViewTest {

    @Autowired
    private SyncedRecords records;

    @Autowired
    private SyncedTables tables;

    private static ConvexValue.Obj task(String text) {
        return ConvexValue.object("text", ConvexValue.text(text)).with("isCompleted", ConvexValue.FALSE);
    }

    @Test
    @SignedIn("user_data_1")
    void makesChangesDeletesAndRestoresARecordWithoutANetwork() {
        UI.getCurrent().navigate("data/tasks");
        assertThat(pageText()).contains("Nothing here yet", "Workspaces", "Messages");

        test($(Button.class).withText("New").single()).click();
        test($(Button.class).withText("Create").single()).click();
        assertThat($(TextArea.class).single().isInvalid()).isTrue();
        test($(TextArea.class).single()).setValue("Write a novel");
        test($(Button.class).withText("Create").single()).click();

        assertThat(test($(Grid.class).single()).size()).isOne();
        assertThat(pageText()).contains("Pending", "Save", "1 record");
        test($(TextArea.class).single()).setValue("Write two novels");
        test($(Button.class).withText("Save").single()).click();
        assertThat(only("user_data_1").fields().text("text")).contains("Write two novels");

        test($(Button.class).withText("Delete").single()).click();
        assertThat(pageText()).contains("Restore", "Nothing here yet");
        test($(Button.class).withText("Restore").single()).click();
        assertThat(only("user_data_1").deleted()).isFalse();
    }

    @Test
    @SignedIn("user_data_2")
    void keepsWhatIsTypedAndTakesOverWhatChangesElsewhere() {
        var mary = new PersonId("user_data_2");
        SyncedTable workspaces = tables.get("workspaces");
        String id = records.create(
                mary,
                workspaces,
                ConvexValue.object("name", ConvexValue.text("Novels")).with("path", ConvexValue.text("/novels")));
        open("data/workspaces", "record", id);
        TextField name = $(TextField.class).withValue("Novels").single();
        TextField path = $(TextField.class).withValue("/novels").single();
        test(name).setValue("Typed");

        records.edit(mary, workspaces, id, ConvexValue.object("path", ConvexValue.text("/elsewhere")));

        awaitUntil(() -> path.getValue().equals("/elsewhere"));
        assertThat(name.getValue()).isEqualTo("Typed");
    }

    @Test
    @SignedIn("user_data_3")
    void turnsANoIntoAYesInTheListAndFindsByWhatRecordsSay() {
        var mary = new PersonId("user_data_3");
        records.create(mary, tables.get("tasks"), task("Buy 100% milk"));
        records.create(mary, tables.get("tasks"), task("Buy bread"));
        open("data/tasks", "find", "100%");
        assertThat(test($(Grid.class).single()).size()).isOne();

        var box = (Checkbox) test($(Grid.class).single()).getCellComponent(0, 1);
        test(box).click();

        assertThat(records.page(mary, tables.get("tasks"), new RecordFilter("milk", false), 0, 5))
                .singleElement()
                .satisfies(row -> assertThat(row.fields().bool("isCompleted")).contains(true));
        open("data/tasks", "find", "cheese");
        assertThat(pageText()).contains("Nothing fits");
    }

    @Test
    @SignedIn("user_data_4")
    void offersNoChangeOfWhatIsOnlyAdded() {
        var mary = new PersonId("user_data_4");
        ConvexValue.Obj message = ConvexValue.object("content", ConvexValue.text("Hello"))
                .with("role", ConvexValue.text("user"))
                .with("sessionId", ConvexValue.text("s"))
                .with("externalId", ConvexValue.text("m1"))
                .with("sentAt", ConvexValue.number(1));
        String id = records.create(mary, tables.get("messages"), message);

        open("data/messages", "record", id);

        assertThat($(TextArea.class).single().isReadOnly()).isTrue();
        assertThat($(Button.class).withText("Save").exists()).isFalse();
        assertThat($(Button.class).withText("Delete").exists()).isFalse();
    }

    @Test
    @SignedIn("user_data_5")
    void showsNobodyAnothersRecord() {
        String id = records.create(new PersonId("user_data_somebody"), tables.get("tasks"), task("Secret"));

        open("data/tasks", "record", id);

        assertThat(pageText()).contains("There is no such record").doesNotContain("Secret");
    }

    private static void open(String page, String parameter, String value) {
        UI.getCurrent().navigate(page, QueryParameters.of(parameter, value));
    }

    private SyncedRow only(String person) {
        return records.page(new PersonId(person), tables.get("tasks"), RecordFilter.ALL, 0, 5)
                .getFirst();
    }
}
