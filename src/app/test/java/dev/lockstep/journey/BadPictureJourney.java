package dev.lockstep.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Files that are no picture, or too much of one. */
@Journey
class BadPictureJourney {

    private static final String EMAIL = "hedy@example.com";

    @Test
    void areRefusedAtTheFieldAndStoredNowhere(Visitors visitors, Product product, @TempDir Path folder)
            throws IOException {
        Visitor hedy = visitors.next();
        hedy.signsUp(EMAIL, "Hedy", "Lamarr");
        hedy.sees("Welcome. Who are you?");
        hedy.opens("profile");
        hedy.sees("Profile");

        refuses(hedy, PictureFile.text(folder), "This file is not a PNG, JPEG or GIF picture.");
        refuses(hedy, PictureFile.huge(folder), "This picture is larger than 10 MB.");
        refuses(hedy, PictureFile.truncated(folder), "This picture is damaged or incomplete.");
        hedy.presses("Save");

        assertThat(hedy.page().getByText("Nothing had changed, so nothing was sent."))
                .isVisible();
        JsonNode atClerk = product.clerk().user(EMAIL);
        assertThat(atClerk.get("has_image").asBoolean()).isFalse();
    }

    private static void refuses(Visitor visitor, Path file, String sentence) {
        visitor.picks(file);
        assertThat(visitor.page().locator(".picture-error")).containsText(sentence);
        assertThat(visitor.page().locator("vaadin-upload-file")).hasCount(0);
        assertThat(visitor.page().locator(".picture-picker .faces img[src^='data:']"))
                .hasCount(0);
    }
}
