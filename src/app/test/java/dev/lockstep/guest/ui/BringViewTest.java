package dev.lockstep.guest.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.browserless.mocks.MockRequest;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinServletRequest;
import dev.lockstep.SignedIn;
import dev.lockstep.ViewTest;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.GuestId;
import dev.lockstep.core.Owner;
import dev.lockstep.core.PersonId;
import dev.lockstep.guest.GuestKeys;
import dev.lockstep.guest.Guests;
import dev.lockstep.sync.SyncedRecords;
import dev.lockstep.sync.table.RecordFilter;
import dev.lockstep.sync.table.SyncedTable;
import dev.lockstep.sync.table.SyncedTables;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** People see what their browser's guest wrote, and nothing of it is theirs before they say so. */
class BringViewTest extends ViewTest {

    @Autowired
    private Guests guests;

    @Autowired
    private SyncedRecords records;

    @Autowired
    private SyncedTables tables;

    private SyncedTable tasks() {
        return tables.get("tasks");
    }

    private void write(Owner owner, String text) {
        records.create(
                owner,
                tasks(),
                ConvexValue.object("text", ConvexValue.text(text)).with("isCompleted", ConvexValue.FALSE));
    }

    private long count(Owner owner) {
        return records.count(owner, tasks(), RecordFilter.ALL);
    }

    /** As if this browser had worked without an account before. */
    private GuestId inThisBrowser() {
        String key = GuestKeys.make(guests);
        var request = (MockRequest) ((VaadinServletRequest) VaadinRequest.getCurrent()).getRequest();
        request.addCookie(new Cookie("lockstep-guest", key));
        return GuestKeys.id(guests, key);
    }

    @Test
    @SignedIn("user_bring_1")
    void bringsInAndUndoes() {
        var mary = new PersonId("user_bring_1");
        GuestId guest = inThisBrowser();
        write(guest, "One");
        write(guest, "Two");
        UI.getCurrent().navigate("data/tasks");
        assertThat(pageText())
                .contains("2 records were written in this browser without an account")
                .doesNotContain("One");
        assertThat(count(mary)).isZero();

        UI.getCurrent().navigate("bring");
        assertThat(pageText()).contains("Tasks: 2 records come in", "you have none here yet");
        assertThat(count(mary)).isZero();
        test($(Button.class).withText("Bring all in").single()).click();
        awaitPage("2 records were brought in on");
        assertThat(pageText()).contains("There is nothing in this browser to bring in");
        assertThat(count(mary)).isEqualTo(2);
        assertThat(count(guest)).isZero();

        test($(Button.class).withText("Undo").single()).click();
        awaitPage("Undone");
        assertThat(count(mary)).isZero();
    }

    @Test
    @SignedIn("user_bring_2")
    void deletesOnlyAfterAsking() {
        GuestId guest = inThisBrowser();
        write(guest, "One");
        UI.getCurrent().navigate("bring");

        test($(Button.class).withText("Delete them").single()).click();
        assertThat(count(guest)).isOne();
        test($(Button.class).withText("Delete them").all().getLast()).click();

        assertThat(count(guest)).isZero();
        assertThat(pageText()).contains("There is nothing in this browser to bring in");
    }

    @Test
    @SignedIn("user_bring_3")
    void showsNothingOfGuestsOfOtherBrowsers() {
        write(GuestKeys.id(guests, GuestKeys.make(guests)), "Elsewhere");

        UI.getCurrent().navigate("data/tasks");
        assertThat(pageText()).doesNotContain("without an account", "Elsewhere");
        UI.getCurrent().navigate("bring");
        assertThat(pageText()).contains("There is nothing in this browser to bring in");
    }

    @Test
    @SignedIn("user_bring_4")
    void showsAPersonNothingOfWhatAnotherBroughtIn() {
        GuestId guest = inThisBrowser();
        write(guest, "One");
        UI.getCurrent().navigate("bring");
        test($(Button.class).withText("Bring all in").single()).click();
        awaitPage("1 record was brought in on");

        assertThat(count(new PersonId("user_bring_3"))).isZero();
        assertThat(count(new PersonId("user_bring_4"))).isOne();
    }
}
