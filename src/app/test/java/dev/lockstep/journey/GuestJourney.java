package dev.lockstep.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody tries it without an account, gets one, brings in what they wrote, and takes that back. */
@Journey
class GuestJourney {

    private static final String EMAIL = "trying@example.com";

    @Test
    void whatWasTriedWithoutAnAccountCanBeBroughtIn(Visitors visitors, Product product) {
        Visitor tess = visitors.next();
        tess.opens("");
        tess.follows("Try without an account");
        assertThat(status(tess)).hasText("Only on this installation");
        makes(tess, "Buy paint");
        makes(tess, "Buy brushes");
        makes(tess, "Paint");

        tess.signsUp(EMAIL, "Tess", "Trying");
        tess.sees("Welcome. Who are you?");
        tess.opens("data/tasks");
        assertThat(status(tess)).hasText("In step");
        assertThat(row(tess, "Buy paint")).hasCount(0);
        tess.follows("Look at them");
        tess.sees("Bring in what you wrote without an account");
        assertThat(tess.page().getByText("Tasks: 3 records come in")).isVisible();
        tess.clicksUntil(tess.button("Bring all in"), tess.page().getByText("3 records were brought in on"));
        try (Phone phone = product.taskPhone(product.clerk().convexToken(EMAIL))) {
            phone.sees("Buy paint: open, revision 1");
            phone.sees("Buy brushes: open, revision 1");
            phone.sees("Paint: open, revision 1");
            phone.sees("tasks: 3");

            tess.clicksUntil(tess.button("Undo"), tess.page().getByText("Undone"));
            // It is told of deletions as of any other change.
            phone.sees("Buy paint: open, revision 2");
            phone.sees("Buy brushes: open, revision 2");
            phone.sees("Paint: open, revision 2");
        }

        tess.opens("profile");
        tess.presses("Sign out");
        assertThat(tess.page().getByText("Try without an account")).isVisible();
        tess.follows("Try without an account");
        assertThat(tess.page().getByText("Nothing here yet")).isVisible();
        tess.opens("data/tasks?show=deleted");
        assertThat(status(tess)).hasText("Only on this installation");
        assertThat(row(tess, "Buy paint")).hasCount(0);
    }

    @ParameterizedTest
    @EnumSource
    void isUsableOn(Screen screen, Visitors visitors) {
        Visitor tess = visitors.next(screen);
        var looks = new Looks(tess, screen);
        tess.opens("");
        looks.at("guest-welcome");
        tess.follows("Try without an account");
        makes(tess, "Buy paint");
        looks.at("guest-data");
        tess.signsUp("guest-" + screen.title() + "@example.com", "Tess", "Trying");
        tess.sees("Welcome. Who are you?");
        tess.opens("data/tasks");
        assertThat(status(tess)).hasText("In step");
        looks.at("guest-note");
        tess.follows("Look at them");
        assertThat(tess.button("Bring all in")).isVisible();
        looks.at("guest-bring");
        tess.clicksUntil(tess.button("Bring all in"), tess.button("Undo"));
        looks.at("guest-brought");

        looks.areGood();
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
        return visitor.page()
                .locator(".shared-grid .shared-name")
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^" + task + "$")));
    }
}
