package dev.lockstep.account.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.textfield.TextField;
import dev.lockstep.SignedIn;
import dev.lockstep.ViewTest;
import org.junit.jupiter.api.Test;

class OnboardingViewTest extends ViewTest {

    /** Somebody who signed up by e-mail has no name at all. */
    @Test
    @SignedIn("user_onboarding_1")
    void asksSomebodyWithoutANameForEverything() {
        navigate("onboarding", OnboardingView.class);

        assertThat($(H1.class).single().getText()).isEqualTo("Welcome. Who are you?");
        assertThat($(TextField.class).all())
                .hasSize(3)
                .allMatch(field -> field.getValue().isEmpty());
        assertThat($(Anchor.class).withText("Later").single().getHref()).isEqualTo("home");
    }
}
