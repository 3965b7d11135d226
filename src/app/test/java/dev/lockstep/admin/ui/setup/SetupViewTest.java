package dev.lockstep.admin.ui.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import dev.lockstep.SignedIn;
import dev.lockstep.ViewTest;
import dev.lockstep.account.person.Role;
import dev.lockstep.core.Setting;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

class SetupViewTest extends ViewTest {

    @Autowired
    private Environment environment;

    @Test
    @SignedIn(value = "user_setup_1", role = Role.ADMIN)
    void namesEveryVariableAndTellsNoSecret() {
        navigate("admin/setup", SetupView.class);

        assertThat(pageText()).contains("Runs on emulators");
        for (Setting setting : Setting.values()) {
            // The page has the apostrophe of people, the start's own text that of code.
            assertThat(pageText())
                    .contains(setting.name())
                    .contains(setting.place().replace('\'', '’'));
            String value = environment.getProperty(setting.property(), "");
            if (setting.isSecret() && !value.isBlank()) {
                assertThat(UI.getCurrent().getElement().getOuterHTML()).doesNotContain(value);
            }
        }
        assertThat(environment.getProperty(Setting.CLERK_SECRET_KEY.property())).isNotBlank();
        assertThat(pageText()).contains(environment.getRequiredProperty("lockstep.convex.url"));
    }

    @Test
    @SignedIn(value = "user_setup_2", role = Role.ADMIN)
    void saysWhatToRegisterWhere() {
        navigate("admin/setup", SetupView.class);

        assertThat(pageText())
                .contains("npx convex env set CLERK_ISSUER " + environment.getProperty("lockstep.clerk.issuer"))
                .contains("{ \"aud\": \"convex\" }")
                .contains("Post-logout redirect URLs");
    }

    @Test
    @SignedIn(value = "user_setup_3", role = Role.ADMIN)
    void testsWhatWasGiven() {
        navigate("admin/setup", SetupView.class);

        test($(Button.class).withText("Test Clerk and Convex").single()).click();

        awaitPage("Clerk answers, and knows");
    }
}
