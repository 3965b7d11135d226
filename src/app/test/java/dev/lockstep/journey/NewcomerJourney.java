package dev.lockstep.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The first thing a newcomer does: comes in, says who they are, changes it, and sees it land in both systems. */
@Journey
class NewcomerJourney {

    private static final String EMAIL = "mary@example.com";

    @Test
    void signsUpIntroducesThemselvesAndEditsTheirProfile(Visitors visitors, Product product, @TempDir Path folder)
            throws IOException {
        Visitor mary = visitors.next();

        mary.signsUp(EMAIL, "Mary", "Shelley");
        mary.sees("Welcome. Who are you?");
        mary.picks(Files.writeString(folder.resolve("notes.txt"), "Not a picture."));
        assertThat(mary.page().getByText("This file is not a PNG, JPEG or GIF picture."))
                .isVisible();
        mary.picks(PictureFile.good(folder));
        assertThat(mary.page().getByText("New picture chosen. Save to keep it."))
                .isVisible();
        assertThat(mary.page().locator(".picture-picker img").getAttribute("src"))
                .startsWith("data:image/");
        mary.types("Username", "mary_shelley");
        mary.adds("Writing");
        mary.presses("Save and go on");

        mary.seesSaved("Clerk");
        mary.seesSaved("Convex");
        mary.seesSaved("Picture");
        mary.follows("Go on");
        mary.isAt("home");
        mary.sees("Hello, Mary");

        mary.opens("profile");
        mary.types("First name", "Mary Wollstonecraft");
        mary.presses("Save");
        mary.seesSaved("Clerk");
        mary.seesSaved("Convex");
        assertThat(mary.page().getByText("Saved in Clerk and Convex.")).isVisible();

        mary.page().reload();
        assertThat(mary.field("First name")).hasValue("Mary Wollstonecraft");
        assertThat(mary.field("Username")).hasValue("mary_shelley");
        assertThat(mary.page()
                        .getByRole(AriaRole.STATUS, new Page.GetByRoleOptions())
                        .getByText("In step"))
                .isVisible();
        bothSystemsAgree(product);
    }

    private static void bothSystemsAgree(Product product) throws IOException {
        JsonNode atClerk = product.clerk().user(EMAIL);
        JsonNode atConvex = product.convex().user(atClerk.get("id").asString());
        for (JsonNode user : new JsonNode[] {atClerk, atConvex}) {
            assertThat(user.get("first_name").asString()).isEqualTo("Mary Wollstonecraft");
            assertThat(user.get("last_name").asString()).isEqualTo("Shelley");
            assertThat(user.get("username").asString()).isEqualTo("mary_shelley");
        }
        assertThat(atConvex.get("interests").get(0).asString()).isEqualTo("Writing");
        assertThat(atConvex.get("image_url").asString())
                .isEqualTo(atClerk.get("image_url").asString());
        var picture = ImageIO.read(new ByteArrayInputStream(product.clerk().picture(atClerk)));
        assertThat(picture.getWidth()).isEqualTo(480);
        assertThat(picture.getHeight()).isEqualTo(480);
    }
}
