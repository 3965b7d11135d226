package dev.lockstep.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.lockstep.journey.Service.Trouble;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Walks past every page on a phone and at a desk, by day and by night. On each: nothing that keeps people with
 * disabilities out, nothing wider than the screen. The photographs are in {@code target/screenshots}.
 */
@Journey
class LooksJourney {

    private static final String LONG_FIRST = "Maximiliane-Alexandra";
    private static final String LONG_LAST = "Freifrau von Hohenstein-Wittgenstein";

    @ParameterizedTest
    @MethodSource("screens")
    void everyPageIsUsableOn(Screen screen, Visitors visitors, Product product, @TempDir Path folder)
            throws IOException {
        Visitor newcomer = visitors.next(screen);
        var looks = new Looks(newcomer, screen);

        signsUp(newcomer, looks, screen);
        introduces(newcomer, looks, folder);
        try (Trouble down = product.clerk().refusesChanges()) {
            newcomer.types("Last name", "Von " + LONG_LAST);
            newcomer.presses("Save");
            assertThat(newcomer.chip("Clerk")).containsText("queued ·");
            looks.at("profile-queued");
            newcomer.opens("home");
            newcomer.sees("Hello, " + LONG_FIRST);
            looks.at("home-waiting");
        }
        Visitor ada = visitors.next(screen);
        var adasLooks = new Looks(ada, screen);
        administrates(ada, adasLooks);
        looksAtPictures(newcomer, looks);
        newcomer.opens("nowhere");
        newcomer.sees("There is nothing here");
        looks.at("not-found");

        looks.areGood();
        adasLooks.areGood();
    }

    /** Each width and each theme once; {@code -Dlooks.everywhere=true} looks at all pairs. */
    static List<Screen> screens() {
        return Boolean.getBoolean("looks.everywhere")
                ? List.of(Screen.values())
                : List.of(Screen.PHONE_DARK, Screen.DESK_LIGHT);
    }

    private static void signsUp(Visitor newcomer, Looks looks, Screen screen) {
        newcomer.opens("");
        newcomer.sees("Your people, your data, your devices. In step.");
        looks.at("welcome");
        newcomer.opens("oauth2/authorization/clerk");
        newcomer.sees("Sign in");
        looks.at("clerk-sign-in");
        newcomer.follows("Continue with GitHub");
        looks.at("clerk-accounts");
        newcomer.follows("Use another account");
        looks.at("clerk-another-account");
        newcomer.opens("");
        newcomer.follows("Continue with email");
        looks.at("clerk-email");
        newcomer.entersEmail("looks-" + screen.title() + "@example.com");
        looks.at("clerk-code");
        newcomer.entersCode("wrong1");
        looks.at("clerk-wrong-code");
        newcomer.entersShownCode();
        looks.at("clerk-details");
        newcomer.entersName(LONG_FIRST, LONG_LAST);
        newcomer.sees("Welcome. Who are you?");
    }

    private static void introduces(Visitor newcomer, Looks looks, Path folder) throws IOException {
        looks.at("onboarding");
        newcomer.opens("home");
        newcomer.sees("Hello, " + LONG_FIRST);
        looks.at("home-new");
        newcomer.opens("onboarding");
        newcomer.picks(PictureFile.text(folder));
        newcomer.types("Username", "no spaces allowed");
        newcomer.presses("Save and go on");
        assertThat(newcomer.page().getByText("Nothing was saved yet.")).isVisible();
        looks.at("onboarding-refused");
        newcomer.picks(PictureFile.good(folder));
        assertThat(newcomer.page().getByText("New picture chosen.")).isVisible();
        newcomer.types("Username", "");
        newcomer.adds("Photography");
        newcomer.adds("Early computers");
        newcomer.presses("Save and go on");
        newcomer.seesSaved("Convex");
        newcomer.seesSaved("Picture");
        looks.at("onboarding-saved");
        newcomer.opens("profile");
        newcomer.sees("Profile");
        looks.at("profile");
    }

    private static void looksAtPictures(Visitor newcomer, Looks looks) {
        newcomer.opens("gallery");
        assertThat(newcomer.page().getByText("Nothing here yet")).isVisible();
        looks.at("gallery-empty");
        newcomer.opens("create");
        newcomer.types(
                "Prompt", "A gore-free harbour, please, with very long words: Donaudampfschifffahrtsgesellschaft");
        looks.at("create");
        newcomer.presses("Create");
        assertThat(newcomer.page().locator(".generation-failure")).isVisible();
        looks.at("generation-failed");
        newcomer.opens("create");
        newcomer.types("Prompt", "Snow on pines");
        newcomer.presses("Create");
        assertThat(newcomer.page().locator(".generation-frame img")).isVisible();
        looks.at("generation-complete");
        newcomer.opens("gallery");
        assertThat(newcomer.page().locator(".generation-card img")).isVisible();
        looks.at("gallery");
        newcomer.page().locator(".generation-face img").click();
        assertThat(newcomer.page().locator(".lightbox-frame img")).isVisible();
        looks.at("lightbox");
    }

    private static void administrates(Visitor ada, Looks looks) {
        ada.signsInWithGoogle("ada@example.com");
        ada.sees("Welcome. Who are you?");
        ada.opens("admin/failures");
        ada.sees("Failures");
        assertThat(ada.page().getByText("Username and names").first()).isVisible();
        looks.at("failures");
        ada.page().getByText("Username and names").first().click();
        assertThat(ada.page().getByText("Take Clerk\u2019s")).isVisible();
        looks.at("failure");
        ada.button("Retry Clerk for " + LONG_FIRST + " Von " + LONG_LAST).click();
        assertThat(ada.page().getByText("It has arrived in Clerk.")).isVisible();
        assertThat(ada.page().getByText("Nothing is held up")).isVisible();
        looks.at("failures-none");
        ada.opens("admin/audit");
        ada.sees("Audit");
        looks.at("audit");
        ada.opens("admin/webhooks");
        ada.sees("Webhooks");
        looks.at("webhooks");
        ada.opens("admin/reconciliation");
        ada.sees("Reconciliation");
        looks.at("reconciliation");
        ada.opens("admin/health");
        assertThat(ada.page().getByText("Everyone agrees")).isVisible();
        looks.at("health");
        ada.opens("admin/setup");
        ada.sees("Setup");
        looks.at("setup");
        ada.opens("admin/users");
        ada.sees("People");
        assertThat(ada.page().getByText(LONG_FIRST + " Von " + LONG_LAST).first())
                .isVisible();
        looks.at("users");
        ada.page().getByText(LONG_FIRST + " Von " + LONG_LAST).first().click();
        assertThat(ada.page().getByText("Clerk\u2019s time of this state")).isVisible();
        looks.at("user");
        ada.opens("home");
        ada.sees("Hello, Ada");
        looks.at("home-admin");
    }
}
