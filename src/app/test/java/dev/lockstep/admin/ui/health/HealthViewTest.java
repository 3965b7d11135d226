package dev.lockstep.admin.ui.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.button.Button;
import dev.lockstep.SignedIn;
import dev.lockstep.ViewTest;
import dev.lockstep.account.person.Role;
import org.junit.jupiter.api.Test;

class HealthViewTest extends ViewTest {

    @Test
    @SignedIn(value = "user_health_1", role = Role.ADMIN)
    void asksEveryPartWhenItOpens() {
        navigate("admin/health", HealthView.class);

        // This person is known here alone, so Clerk has no session of theirs: the page says so and what to do.
        awaitPage("You have no active session in Clerk");
        awaitPage("to put right");
        assertThat(pageText())
                .contains("Clerk takes the secret key")
                .contains("publishes itself under this very name")
                .contains("Sign out, sign in again, and repeat the test.")
                .contains("Not asked: an answer before it has to be right first.")
                .contains("Queues");
        awaitPage("Free on disk");
        assertThat(pageText()).contains("H2");
    }

    @Test
    @SignedIn(value = "user_health_2", role = Role.ADMIN)
    void asksAgainOnRequest() {
        navigate("admin/health", HealthView.class);
        awaitPage("to put right");

        Button again = $(Button.class).withText("Test again").single();
        assertThat(again.isEnabled()).isTrue();
        test(again).click();

        awaitPage("to put right");
        awaitUntil(again::isEnabled);
    }
}
