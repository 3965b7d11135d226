package dev.lockstep.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** German says the same in a third more letters: on a phone and at a desk nothing of it is wider than the screen. */
@Journey
class GermanLooksJourney {

    private static final String GERMAN = "de-DE";

    @ParameterizedTest
    @MethodSource("screens")
    void pagesHaveRoomForGermanOn(Screen screen, Visitors visitors, @TempDir Path folder) throws IOException {
        Visitor newcomer = visitors.next(screen, GERMAN);
        var looks = new Looks(newcomer, screen);
        newcomer.opens("");
        newcomer.sees("Ihre Personen, Ihre Daten, Ihre Geräte. Im Einklang.");
        looks.at("german-welcome");
        newcomer.follows("Weiter mit E-Mail");
        newcomer.entersEmail("german-" + screen.title() + "@example.com");
        newcomer.entersShownCode();
        newcomer.entersName("Maximiliane-Alexandra", "Freifrau von Hohenstein");
        newcomer.sees("Willkommen. Wer sind Sie?");
        newcomer.types("Benutzername", "no spaces allowed");
        newcomer.picks(PictureFile.text(folder));
        newcomer.presses("Speichern und weiter");
        assertThat(newcomer.page().getByText("Noch wurde nichts gespeichert.")).isVisible();
        // Beside the field; elsewhere it stands once more, for a moment, for those who hear the page.
        assertThat(newcomer.page().locator("vaadin-text-field[invalid] [slot=error-message]"))
                .containsText("Ein Benutzername hat nur Buchstaben");
        looks.at("german-onboarding-refused");
        visits(newcomer, looks, "home", "Hallo, Maximiliane-Alexandra");
        visits(newcomer, looks, "profile", "Profil");
        visits(newcomer, looks, "gallery", "Galerie");
        visits(newcomer, looks, "create", "Erstellen");
        visits(newcomer, looks, "projects", "Projekte");
        newcomer.presses("Neues Projekt");
        newcomer.types("Name", "Gezeitentafel " + screen.title());
        newcomer.presses("Anlegen");
        newcomer.sees("Gezeitentafel " + screen.title());
        looks.at("german-project");
        newcomer.opens("nirgends");
        newcomer.sees("Hier ist nichts");
        looks.at("german-not-found");

        Visitor ada = visitors.next(screen, GERMAN);
        var adasLooks = new Looks(ada, screen);
        ada.opens("");
        ada.follows("Weiter mit Google");
        ada.chooses("ada@example.com");
        ada.sees("Willkommen. Wer sind Sie?");
        visits(ada, adasLooks, "admin/failures", "Störungen");
        visits(ada, adasLooks, "admin/audit", "Protokoll");
        visits(ada, adasLooks, "admin/webhooks", "Webhooks");
        visits(ada, adasLooks, "admin/reconciliation", "Abgleich");
        visits(ada, adasLooks, "admin/users", "Personen");
        ada.opens("admin/health");
        assertThat(ada.page().getByText("Alle sind sich einig")).isVisible();
        adasLooks.at("german-health");
        visits(ada, adasLooks, "admin/setup", "Einrichtung");

        looks.areGood();
        adasLooks.areGood();
    }

    /** The narrow one; {@code -Dlooks.everywhere=true} looks at the wide one too. */
    static List<Screen> screens() {
        return Boolean.getBoolean("looks.everywhere")
                ? List.of(Screen.PHONE_LIGHT, Screen.DESK_LIGHT)
                : List.of(Screen.PHONE_LIGHT);
    }

    private static void visits(Visitor visitor, Looks looks, String path, String heading) {
        visitor.opens(path);
        visitor.sees(heading);
        looks.at("german-" + path.substring(path.lastIndexOf('/') + 1));
    }
}
