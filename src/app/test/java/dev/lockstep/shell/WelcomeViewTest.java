package dev.lockstep.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.router.QueryParameters;
import dev.lockstep.SignedIn;
import dev.lockstep.ViewTest;
import dev.lockstep.kit.ButtonLink;
import org.junit.jupiter.api.Test;
import org.springframework.security.test.context.support.WithAnonymousUser;

class WelcomeViewTest extends ViewTest {

    @Test
    @WithAnonymousUser
    void offersThreeWaysInAndOneWithoutAnAccount() {
        navigate("", WelcomeView.class);

        assertThat($(ButtonLink.class).all())
                .extracting(Anchor::getHref)
                .containsExactly(
                        "oauth2/authorization/clerk?with=google",
                        "oauth2/authorization/clerk?with=github",
                        "oauth2/authorization/clerk?with=email",
                        "guest");
        assertThat(pageText()).contains("emulated on this machine").doesNotContain("You were not signed in");
    }

    @Test
    @WithAnonymousUser
    void saysWhenTheSignInFailed() {
        navigate("", WelcomeView.class);

        UI.getCurrent().navigate("", QueryParameters.of("problem", "sign-in"));

        assertThat(pageText()).contains("You were not signed in");
    }

    @Test
    @SignedIn("user_welcome_1")
    void leadsWhoeverIsSignedInHome() {
        navigate("", WelcomeView.class);

        assertThat($(ButtonLink.class).single().getHref()).isEqualTo("home");
    }

    @Test
    @SignedIn("user_welcome_2")
    void tellsAnAddressThatLeadsNowhere() {
        UI.getCurrent().navigate("nothing/here");

        assertThat(pageText()).contains("There is nothing here", "Go home");
    }
}
