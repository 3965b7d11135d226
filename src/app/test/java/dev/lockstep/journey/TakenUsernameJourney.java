package dev.lockstep.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Asking for a username that somebody else has. */
@Journey
class TakenUsernameJourney {

    private static final String EMAIL = "late@example.com";

    @Test
    void saysItAtTheFieldAndSavesTheRestEverywhere(Visitors visitors, Product product) {
        Visitor late = visitors.next();
        late.signsUp(EMAIL, "Late", "Comer");
        late.sees("Welcome. Who are you?");
        late.opens("profile");

        late.types("Username", "ada_lovelace");
        late.types("First name", "Very late");
        late.presses("Save");

        assertThat(late.chip("Clerk")).containsText("taken");
        assertThat(late.page().getByText("Everything else is saved.")).isVisible();
        assertThat(late.field("Username")).hasValue("ada_lovelace");
        assertThat(late.field("Username")).hasAttribute("aria-invalid", "true");
        assertThat(late.field("Username")).hasAccessibleDescription(Pattern.compile("taken"));
        // What was refused is not saved and still typed: it comes back as that.
        late.page().reload();
        assertThat(late.page().getByText("What you typed before is here again."))
                .isVisible();
        assertThat(late.field("Username")).hasValue("ada_lovelace");
        late.presses("Discard it");
        assertThat(late.field("Username")).hasValue("");
        assertThat(late.field("First name")).hasValue("Very late");
        JsonNode atClerk = product.clerk().user(EMAIL);
        JsonNode atConvex = product.convex().user(atClerk.get("id").asString());
        assertThat(atClerk.get("username").isNull()).isTrue();
        assertThat(atConvex.has("username")).isFalse();
        assertThat(atClerk.get("first_name").asString()).isEqualTo("Very late");
        assertThat(atConvex.get("first_name").asString()).isEqualTo("Very late");
    }
}
