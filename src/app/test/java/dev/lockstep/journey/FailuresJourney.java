package dev.lockstep.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.lockstep.journey.Service.Trouble;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Clerk is down while somebody saves; an administrator sees it and puts it right. */
@Journey
class FailuresJourney {

    private static final String EMAIL = "alan@example.com";

    @Test
    void whatClerkDidNotTakeIsKeptSeenAndSentAgain(Visitors visitors, Product product) {
        Visitor alan = visitors.next();
        alan.signsUp(EMAIL, "Alan", "Turing");
        alan.sees("Welcome. Who are you?");
        alan.opens("profile");

        try (Trouble down = product.clerk().refusesChanges()) {
            alan.types("Last name", "Mathison Turing");
            alan.presses("Save");
            alan.seesSaved("Convex");
            assertThat(alan.chip("Clerk")).containsText("queued ·");
            assertThat(alan.page().getByText("Saved here. What has not arrived yet"))
                    .isVisible();
            alan.page().reload();
            assertThat(alan.field("Last name")).hasValue("Mathison Turing");
            assertThat(alan.page().getByText("1 waiting").first()).isVisible();
        }

        Visitor ada = visitors.next();
        ada.signsInWithGoogle("ada@example.com");
        ada.sees("Welcome. Who are you?");
        ada.opens("admin/failures");
        var row = ada.page()
                .getByRole(
                        AriaRole.ROW,
                        new Page.GetByRoleOptions()
                                .setName(
                                        Pattern.compile(
                                                "Alan Mathison Turing Username and names Clerk .*1 Clerk .*503.* (ago|just now)")));
        assertThat(row).isVisible();
        ada.page().keyboard().press("j");
        ada.page().keyboard().press("Enter");
        assertThat(ada.page().getByText("Take Clerk\u2019s")).isVisible();
        ada.page()
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Retry Clerk for Alan Mathison Turing"))
                .click();

        assertThat(ada.page().getByText("It has arrived in Clerk.")).isVisible();
        assertThat(ada.page().getByText("Nothing is held up")).isVisible();
        assertThat(alan.page().getByText("In step")).isVisible();
        var atClerk = product.clerk().user(EMAIL);
        assertThat(atClerk.get("last_name").asString()).isEqualTo("Mathison Turing");
        assertThat(product.convex()
                        .user(atClerk.get("id").asString())
                        .get("last_name")
                        .asString())
                .isEqualTo("Mathison Turing");
    }

    @Test
    void areNothingToAnybodyElse(Visitors visitors) {
        Visitor grace = visitors.next();
        grace.signsInWithGoogle("grace@example.com");
        grace.sees("Welcome. Who are you?");

        grace.opens("admin/failures");

        grace.sees("There is nothing here");
        assertThat(grace.page().getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Failures")))
                .hasCount(0);
    }
}
