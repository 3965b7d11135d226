package dev.lockstep.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

/** The pages speak the browser's language until their person chooses one. */
@Journey
class LanguageJourney {

    @Test
    void aGuestReadsWhatTheBrowserAsksFor(Visitors visitors) {
        Visitor german = visitors.next(Screen.DESK_LIGHT, "de-AT");
        german.opens("");
        german.sees("Ihre Personen, Ihre Daten, Ihre Geräte. Im Einklang.");
        saysInItsHtml(german, "de");

        Visitor french = visitors.next(Screen.DESK_LIGHT, "fr-FR");
        french.opens("");
        french.sees("Your people, your data, your devices. In step.");
        saysInItsHtml(french, "en");
    }

    @Test
    void whoChoosesALanguageReadsItAtOnceAndOnEveryVisit(Visitors visitors) {
        Visitor visitor = visitors.next(Screen.DESK_LIGHT, "de-DE");
        visitor.opens("");
        visitor.follows("Weiter mit E-Mail");
        visitor.entersEmail("language@example.com");
        visitor.entersShownCode();
        visitor.entersName("Lina", "Sprache");
        visitor.sees("Willkommen. Wer sind Sie?");

        visitor.opens("profile");
        visitor.sees("Profil");
        chooses(visitor, "English");
        visitor.sees("Profile");
        saysInItsHtml(visitor, "en");

        visitor.opens("home");
        visitor.sees("Hello, Lina");

        visitor.opens("profile");
        chooses(visitor, "As the browser says");
        visitor.sees("Profil");
        saysInItsHtml(visitor, "de");
    }

    private static void chooses(Visitor visitor, String language) {
        visitor.page().locator("vaadin-select").click();
        visitor.page()
                .getByRole(
                        AriaRole.OPTION,
                        new Page.GetByRoleOptions().setName(language).setExact(true))
                .click();
    }

    private static void saysInItsHtml(Visitor visitor, String language) {
        assertThat(visitor.page().locator("html")).hasAttribute("lang", language);
    }
}
