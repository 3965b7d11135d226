package dev.lockstep.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import org.junit.jupiter.api.Test;

/** Coming in with an account that one has elsewhere, to the page one asked for, and leaving for good. */
@Journey
class SignInJourney {

    private static final String GRACE = "grace@example.com";

    @Test
    void honoursThePageAskedForBeforeSigningIn(Visitors visitors) {
        Visitor grace = visitors.next();

        grace.opens("profile");
        grace.sees("Sign in");
        grace.follows("Continue with Google");
        grace.chooses(GRACE);

        grace.isAt("profile");
        assertThat(grace.field("First name")).hasValue("Grace");
        assertThat(grace.field("Username")).hasValue("grace_hopper");
    }

    @Test
    void showsNothingOnceSignedOut(Visitors visitors) {
        Visitor grace = visitors.next();
        grace.signsInWithGoogle(GRACE);
        grace.opens("profile");
        grace.sees("Profile");

        grace.presses("Sign out");
        grace.isAt("");
        assertThat(grace.button("Sign out")).isHidden();
        grace.page().goBack();

        grace.sees("Sign in");
        assertThat(grace.page().getByText(GRACE)).hasCount(0);
    }

    @Test
    void givesBackWhatWasTypedBeforeTheSessionEnded(Visitors visitors) {
        Visitor grace = visitors.next();
        grace.signsInWithGoogle(GRACE);
        grace.opens("profile");
        grace.types("Last name", "Brewster");
        grace.adds("Compilers");

        grace.page().context().clearCookies();
        grace.opens("profile");
        grace.follows("Continue with Google");
        grace.chooses(GRACE);

        grace.isAt("profile");
        assertThat(grace.field("Last name")).hasValue("Brewster");
        assertThat(grace.page().locator("vaadin-multi-select-combo-box-chip[title='Compilers']"))
                .isAttached();
        assertThat(grace.page().getByText("What you typed before is here again."))
                .isVisible();
        grace.presses("Discard it");
        assertThat(grace.field("Last name")).hasValue("Hopper");
        grace.page().reload();
        assertThat(grace.field("Last name")).hasValue("Hopper");
        assertThat(grace.page().getByText("What you typed before is here again."))
                .isHidden();
    }

    @Test
    void asksWhoIsThereAfterSigningOut(Visitors visitors) {
        Visitor grace = visitors.next();
        grace.signsInWithGoogle(GRACE);
        grace.opens("profile");
        grace.presses("Sign out");
        grace.isAt("");

        grace.follows("Continue with Google");

        grace.sees("Choose an account");
    }
}
