package dev.lockstep.journey;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** Coming in with an account that one has elsewhere, to the page one asked for. */
class SignInTestBenchJourney extends TestBenchVisit {

    @Test
    void honoursThePageAskedForBeforeSigningIn() {
        opens("profile");
        waitsFor(By.linkText("Continue with Google")).click();
        waitsFor(By.cssSelector("button.account[value='grace@example.com']")).click();

        sees("Profile");
        assertThat(field("First name").getValue()).isEqualTo("Grace");
    }
}
