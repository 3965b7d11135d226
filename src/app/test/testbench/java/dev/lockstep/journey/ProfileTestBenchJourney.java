package dev.lockstep.journey;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Somebody changes their name. */
class ProfileTestBenchJourney extends TestBenchVisit {

    @Test
    void keepsAnEditOverAReload() {
        signsUp("kay@example.com", "Kay", "McNulty");
        opens("profile");
        field("Last name").setValue("Mauchly Antonelli");
        presses("Save");
        seesSaved("Clerk");
        seesSaved("Convex");

        getDriver().navigate().refresh();

        assertThat(field("Last name").getValue()).isEqualTo("Mauchly Antonelli");
    }
}
