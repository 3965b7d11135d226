package dev.lockstep.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.lockstep.journey.Service.Trouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records that a person shares between the web and a phone, with and without Convex. */
@Journey
class DataJourney {

    private static final int TRIES = 5;
    private static final double A_MOMENT = 1500;
    private static final String EMAIL = "organised@example.com";

    @Test
    void tasksAreOnTheWebAndOnAPhoneWhateverCanBeReached(Visitors visitors, Product product) {
        Visitor desk = visitors.next();
        desk.signsUp(EMAIL, "Olga", "Organised");
        desk.sees("Welcome. Who are you?");
        desk.opens("data/tasks");
        assertThat(status(desk)).hasText("In step");
        try (Phone phone = product.taskPhone(product.clerk().convexToken(EMAIL))) {
            phone.sees("tasks: 0");

            makes(desk, "Buy paint");
            phone.sees("Buy paint: open, revision 1");
            phone.writes("Call the plumber", "{\"text\":\"Call the plumber\",\"isCompleted\":false}");
            assertThat(row(desk, "Call the plumber")).isVisible();
            phone.writes("Buy paint", "{\"isCompleted\":true}");
            phone.sees("Buy paint: done, revision 2");
            assertThat(done(desk, "Buy paint")).isChecked();

            try (Trouble away = product.convex().refusesChanges()) {
                makes(desk, "Sweep the floor");
                ticks(desk, "Call the plumber", "2 changes on their way");
                desk.page().reload();
                assertThat(row(desk, "Sweep the floor")).isVisible();
                assertThat(desk.page().locator(".shared-grid .state-pill"))
                        .hasText(new String[] {"Pending", "Pending"});
                assertThat(done(desk, "Call the plumber")).isChecked();
                phone.neverSaw("Sweep the floor");
            }

            phone.sees("Sweep the floor: open, revision 1");
            phone.sees("Call the plumber: done, revision 2");
            assertThat(status(desk)).hasText("In step");
            phone.neverSaw("revision 3");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PHONE_DARK", "DESK_LIGHT"})
    void isUsableOn(Screen screen, Visitors visitors) {
        Visitor olga = visitors.next(screen);
        var looks = new Looks(olga, screen);
        olga.signsUp("data-" + screen.title() + "@example.com", "Olga", "Organised");
        olga.sees("Welcome. Who are you?");
        olga.opens("data/tasks");
        assertThat(status(olga)).hasText("In step");
        looks.at("data-empty");
        olga.presses("New");
        olga.presses("Create");
        looks.at("data-refused");
        olga.types(
                "Task",
                "Ask the landlord whether Donaudampfschifffahrtsgesellschaft may hang from the balcony, and since when");
        olga.presses("Create");
        assertThat(olga.button("Save")).isVisible();
        looks.at("data-record");
        olga.presses("Close the record");
        makes(olga, "Buy paint");
        done(olga, "Buy paint").click();
        looks.at("data");
        olga.opens("data/messages?record=new");
        assertThat(olga.button("Create")).isVisible();
        looks.at("data-message");

        looks.areGood();
    }

    @ParameterizedTest
    @EnumSource(names = {"PHONE_DARK", "DESK_LIGHT"})
    void whatLostAConflictIsTakenAfterAll(Screen screen, Visitors visitors, Product product) {
        Visitor olga = visitors.next(screen);
        var looks = new Looks(olga, screen);
        String email = "conflict-" + screen.title() + "@example.com";
        olga.signsUp(email, "Olga", "Organised");
        olga.sees("Welcome. Who are you?");
        olga.opens("data/tasks");
        assertThat(status(olga)).hasText("In step");
        try (Phone phone = product.taskPhone(product.clerk().convexToken(email))) {
            makes(olga, "Buy paint");
            phone.sees("Buy paint: open, revision 1");
            try (Trouble away = product.convex().refusesChanges()) {
                olga.clicksUntil(row(olga, "Buy paint"), olga.button("Save"));
                olga.types("Task", "Buy blue paint");
                olga.clicksUntil(olga.button("Save"), row(olga, "Buy blue paint"));
                phone.writes("Buy paint", "{\"text\":\"Buy red paint\"}");
                phone.sees("Buy red paint: open, revision 2");
            }
            phone.sees("Buy blue paint: open, revision 3");

            olga.opens("data/tasks");
            olga.follows("1 conflict");
            olga.clicksUntil(row(olga, "Buy blue paint"), olga.button("Take what lost"));
            assertThat(olga.page().locator(".conflict-values")).containsText("Buy red paint");
            looks.at("conflict");
            olga.clicksUntil(olga.button("Take what lost"), olga.button("Undo"));
            phone.sees("Buy red paint: open, revision 4");
            olga.presses("Undo");
            phone.sees("Buy blue paint: open, revision 5");
        }
        looks.areGood();
    }

    /** A list that is brought up to date at this moment draws its rows anew, also under somebody's finger. */
    private static void ticks(Visitor visitor, String task, String status) {
        for (int tries = 0; tries < TRIES && !status(visitor).textContent().contains(status); tries++) {
            if (!done(visitor, task).isChecked()) {
                done(visitor, task).click();
            }
            visitor.page().waitForTimeout(A_MOMENT);
        }
        assertThat(status(visitor)).containsText(status);
    }

    private static void makes(Visitor visitor, String task) {
        visitor.presses("New");
        visitor.types("Task", task);
        visitor.presses("Create");
        assertThat(visitor.button("Save")).isVisible();
        visitor.presses("Close the record");
        assertThat(row(visitor, task)).isVisible();
    }

    private static Locator status(Visitor visitor) {
        return visitor.page().locator(".shared-head .state-pill");
    }

    private static Locator row(Visitor visitor, String task) {
        return visitor.page().locator(".shared-grid .shared-name").filter(new Locator.FilterOptions().setHasText(task));
    }

    private static Locator done(Visitor visitor, String task) {
        return visitor.page().getByRole(AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName("Done: " + task));
    }
}
