package dev.lockstep.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ViewportSize;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** One person at a browser: goes to pages, signs in, types and reads by the words on the page. */
final class Visitor {

    /** Pixels. */
    private static final int HIGHEST = 6_000;

    private final Page page;
    private final Product product;

    Visitor(Page page, Product product) {
        this.page = page;
        this.product = product;
    }

    Page page() {
        return page;
    }

    void opens(String path) {
        page.navigate(product.page(path));
    }

    /** From the welcome page through the code that the mail would bring; ends wherever the product leads. */
    void signsUp(String email, String first, String last) {
        opens("");
        follows("Continue with email");
        entersEmail(email);
        entersShownCode();
        entersName(first, last);
    }

    void entersEmail(String email) {
        page.locator("input[name=email]").fill(email);
        presses("Continue");
    }

    void entersCode(String code) {
        page.locator("input[name=code]").fill(code);
        presses("Continue");
    }

    /** The code that stands on the page in place of the mail. */
    void entersShownCode() {
        entersCode(page.locator(".mail .code").textContent().strip());
    }

    void entersName(String first, String last) {
        page.locator("input[name=first_name]").fill(first);
        page.locator("input[name=last_name]").fill(last);
        presses("Create account");
    }

    /** From the welcome page through Google's chooser. */
    void signsInWithGoogle(String email) {
        opens("");
        follows("Continue with Google");
        chooses(email);
    }

    /** At the chooser of accounts. */
    void chooses(String email) {
        page.locator("button.account[value='" + email + "']").click();
    }

    void follows(String link) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(link).setExact(true))
                .first()
                .click();
    }

    void presses(String button) {
        button(button).click();
    }

    /**
     * Clicks again when nothing comes of it: what is brought up to date at this moment is drawn anew, also under somebody's
     * finger.
     */
    void clicksUntil(Locator what, Locator shown) {
        for (int tries = 0; tries < 5 && !shown.isVisible(); tries++) {
            if (what.isVisible()) {
                what.click();
            }
            page.waitForTimeout(1500);
        }
        assertThat(shown).isVisible();
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** The input itself: a label alone also finds the component around it. */
    Locator field(String label) {
        return page.getByRole(
                AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName(label).setExact(true));
    }

    void types(String label, String text) {
        field(label).fill(text);
        field(label).blur();
    }

    void adds(String interest) {
        Locator box = page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Interests"));
        box.fill(interest);
        box.press("Enter");
        assertThat(page.locator("vaadin-multi-select-combo-box-chip[title='" + interest + "']"))
                .isAttached();
        // The list of suggestions lies over the page until it is closed.
        box.press("Escape");
        box.press("Tab");
        assertThat(page.locator("vaadin-multi-select-combo-box[opened]")).hasCount(0);
    }

    void picks(Path picture) {
        page.locator("vaadin-upload input[type=file]").setInputFiles(picture);
    }

    void sees(String heading) {
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText(heading);
    }

    void isAt(String path) {
        // The browser reads this pattern too, and knows no \Q.
        String address = product.page(path).replace(".", "\\.");
        assertThat(page).hasURL(Pattern.compile("^" + address + "(\\?.*)?$"));
    }

    /** What a system answered to the last save: {@code Clerk}, {@code Convex} or {@code Picture}. */
    Locator chip(String system) {
        return page.locator(".form-foot .system-chip")
                .filter(new Locator.FilterOptions()
                        .setHas(page.locator("strong", new Page.LocatorOptions().setHasText(system))));
    }

    void seesSaved(String system) {
        assertThat(chip(system)).containsText("saved ·");
    }

    /**
     * The whole page on one picture, as if the screen were that high, so that what sticks to its edges stays there; the
     * beginning of one that has no end.
     */
    void photograph(Path file) {
        ViewportSize screen = page.viewportSize();
        int height = (int) page.evaluate("document.documentElement.scrollHeight");
        page.setViewportSize(screen.width, Math.clamp(height, screen.height, HIGHEST));
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
        page.setViewportSize(screen.width, screen.height);
    }
}
