package dev.lockstep.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Pictures: asked for on the web or on a phone, seen everywhere as they are made, and by nobody else. */
@Journey
class GalleryJourney {

    private static final int PICTURES = 10_000;
    private static final Path PHOTOGRAPHS = Path.of("target", "screenshots");
    private static final LocatorAssertions.IsVisibleOptions PATIENTLY =
            new LocatorAssertions.IsVisibleOptions().setTimeout(30_000);

    @Test
    void picturesAppearEverywhereAsTheyAreMade(Visitors visitors, Product product) {
        Visitor desk = visitors.next();
        desk.signsUp("painter@example.com", "Pia", "Painter");
        desk.sees("Welcome. Who are you?");
        desk.opens("gallery");
        assertThat(desk.page().getByText("Nothing here yet")).isVisible();
        Visitor couch = visitors.next(Screen.PHONE_DARK);
        couch.opens("");
        couch.follows("Continue with email");
        couch.entersEmail("painter@example.com");
        couch.entersShownCode();
        couch.sees("Welcome. Who are you?");
        couch.opens("gallery");
        assertThat(couch.page().getByText("Nothing here yet")).isVisible();
        Visitor stranger = visitors.next();
        stranger.signsUp("stranger@example.com", "Sam", "Stranger");
        stranger.sees("Welcome. Who are you?");
        stranger.opens("gallery");
        assertThat(stranger.page().getByText("Nothing here yet")).isVisible();

        try (Phone phone = product.phone(product.clerk().convexToken("painter@example.com"));
                Phone strangers = product.phone(product.clerk().convexToken("stranger@example.com"))) {
            phone.sees("pictures: 0");
            strangers.sees("pictures: 0");

            desk.opens("create");
            desk.types("Prompt", "A quiet harbour");
            desk.page().getByText("Sketch, detailed").click();
            desk.presses("Create");

            desk.sees("Picture");
            // On a quick machine it may be there before anybody could look.
            assertThat(desk.page().locator(".generation-page .state-pill"))
                    .hasText(Pattern.compile("Running \\d+ %|Complete"), patientText());
            assertThat(card(couch, "A quiet harbour")).isVisible();
            assertThat(desk.page().locator(".generation-frame img")).isVisible(PATIENTLY);
            assertThat(card(couch, "A quiet harbour").locator("img")).isVisible(PATIENTLY);
            // What is queued starts so soon that a subscription may never show it waiting.
            phone.sees("A quiet harbour: running", "A quiet harbour: complete");
            String address = desk.page().url();

            desk.opens("gallery");
            phone.creates("Snow on pines");

            assertThat(card(desk, "Snow on pines").locator("img")).isVisible(PATIENTLY);
            assertThat(card(couch, "Snow on pines").locator("img")).isVisible(PATIENTLY);
            desk.photograph(PHOTOGRAPHS.resolve("gallery-two-desk.png"));
            couch.photograph(PHOTOGRAPHS.resolve("gallery-two-phone.png"));

            assertThat(stranger.page().getByText("Nothing here yet")).isVisible();
            strangers.neverSaw("harbour");
            strangers.neverSaw("pines");
            stranger.page().navigate(address);
            assertThat(stranger.page().getByText("There is no such picture")).isVisible();
        }
    }

    @Test
    void aPictureCanBeLookedAtRefusedAndDeleted(Visitors visitors) {
        Visitor painter = visitors.next();
        painter.signsUp("curator@example.com", "Cleo", "Curator");
        painter.sees("Welcome. Who are you?");
        painter.opens("create");
        painter.presses("Create");
        assertThat(painter.page()
                        .getByText("Say in a few words what the picture shows.")
                        .first())
                .isVisible();
        painter.types("Prompt", "A nude tree");
        painter.presses("Create");
        assertThat(painter.page().locator(".generation-failure"))
                .containsText("Sketch does not draw this", patiently());
        // What is asked for is no draft any more: it came back over the words of the next one.
        org.assertj.core.api.Assertions.assertThat(painter.page()
                        .evaluate("Object.keys(sessionStorage).filter(key => key.includes('draft')).length"))
                .isEqualTo(0);
        painter.follows("Create another like it");
        painter.types("Prompt", "A tree in leaf");
        painter.presses("Create");
        assertThat(painter.page().locator(".generation-frame img")).isVisible(PATIENTLY);
        painter.opens("gallery?status=complete");
        assertThat(card(painter, "A tree in leaf")).isVisible();
        assertThat(card(painter, "A nude tree")).hasCount(0);

        painter.presses("Open “A tree in leaf”");
        assertThat(painter.page().locator(".lightbox-frame img")).isVisible();
        var download = painter.page().waitForDownload(() -> painter.follows("Download"));
        org.assertj.core.api.Assertions.assertThat(download.suggestedFilename()).isEqualTo("A-tree-in-leaf.png");
        painter.presses("Delete");
        assertThat(painter.page().getByText("Delete this picture?")).isVisible();
        painter.page().locator("vaadin-button[theme~=error]").click();

        assertThat(painter.page().getByText("No picture fits")).isVisible();
        painter.opens("gallery");
        assertThat(card(painter, "A nude tree")).isVisible();
    }

    @Test
    void theGalleryGoesOnWithoutAJump(Visitors visitors, Product product) {
        Visitor collector = visitors.next();
        collector.signsUp("collector@example.com", "Cara", "Collector");
        collector.sees("Welcome. Who are you?");
        product.convex()
                .addPictures(
                        product.clerk().user("collector@example.com").get("id").asString(), PICTURES);
        collector.opens("gallery");
        Page page = collector.page();
        assertThat(card(collector, "Picture " + (PICTURES - 1))).isVisible(PATIENTLY);

        // 24 at a time: the 240th and all before it are there when the ten pieces above it are.
        Locator far = card(collector, Pattern.compile("Picture " + (PICTURES - 240) + "(?!\\d)"));
        for (int scrolled = 0; scrolled < 200 && far.count() == 0; scrolled++) {
            page.evaluate("scrollTo(0, document.documentElement.scrollHeight)");
            page.waitForTimeout(100);
        }
        far.scrollIntoViewIfNeeded();
        // What is far away is only as high as it was.
        org.assertj.core.api.Assertions.assertThat(
                        page.locator(".generation-card:not(.skeleton)").count())
                .isLessThan(150);

        double before = top(far);
        page.evaluate("scrollBy(0, -300)");
        product.convex()
                .addPictures(
                        product.clerk().user("collector@example.com").get("id").asString(), 1);
        org.assertj.core.api.Assertions.assertThat(top(far) - before).isBetween(295.0, 305.0);

        page.evaluate("scrollTo(0, 0)");
        assertThat(card(collector, "Picture " + (PICTURES - 1))).isVisible(PATIENTLY);

        collector.opens("gallery?status=failed&style=paper&model=sketch-detailed");
        assertThat(page.getByText("No picture fits")).isVisible();
    }

    private static double top(Locator card) {
        return ((Number) card.evaluate("card => card.getBoundingClientRect().top")).doubleValue();
    }

    private static Locator card(Visitor visitor, Pattern prompt) {
        return visitor.page().locator(".generation-card").filter(new Locator.FilterOptions().setHasText(prompt));
    }

    private static Locator card(Visitor visitor, String prompt) {
        return visitor.page().locator(".generation-card").filter(new Locator.FilterOptions().setHasText(prompt));
    }

    private static LocatorAssertions.HasTextOptions patientText() {
        return new LocatorAssertions.HasTextOptions().setTimeout(30_000);
    }

    private static LocatorAssertions.ContainsTextOptions patiently() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(30_000);
    }
}
