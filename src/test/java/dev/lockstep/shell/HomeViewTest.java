package dev.lockstep.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.H1;
import dev.lockstep.SignedIn;
import dev.lockstep.ViewTest;
import dev.lockstep.account.person.Role;
import org.junit.jupiter.api.Test;

class HomeViewTest extends ViewTest {

    @Test
    @SignedIn(value = "user_home_1", firstName = "Grace", lastName = "Hopper")
    void greetsByFirstNameAndInvitesToIntroduceOneself() {
        navigate("home", HomeView.class);

        assertThat($(H1.class).single().getText()).isEqualTo("Hello, Grace");
        assertThat(pageText()).contains("Introduce yourself").doesNotContain("Failures");
    }

    @Test
    @SignedIn(value = "user_home_2", firstName = "Ada", role = Role.ADMIN)
    void showsAdministratorsWhatIsHeldUp() {
        navigate("home", HomeView.class);

        assertThat($(Anchor.class).withText("Open failures").exists()).isTrue();
    }

    @Test
    @SignedIn("user_home_3")
    void greetsSomebodyWithoutAName() {
        navigate("home", HomeView.class);

        assertThat($(H1.class).single().getText()).isEqualTo("Hello, there");
    }
}
