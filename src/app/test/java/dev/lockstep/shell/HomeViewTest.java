package dev.lockstep.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.H1;
import dev.lockstep.SignedIn;
import dev.lockstep.ViewTest;
import dev.lockstep.account.Accounts;
import dev.lockstep.account.person.ProfileChange;
import dev.lockstep.account.person.Role;
import dev.lockstep.account.profile.PictureChoice;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.PersonId;
import dev.lockstep.outbox.Resolutions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class HomeViewTest extends ViewTest {

    @Autowired
    private Accounts accounts;

    @Autowired
    private Resolutions mending;

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

    /** Clerk does not know this person, so the change is held up there until an administrator gives it up. */
    @Test
    @SignedIn(value = "user_home_4", username = "ada_aside", firstName = "Ada")
    void saysWhatAnAdministratorSetAside() {
        var person = new PersonId("user_home_4");
        announce(person);
        var change = new ProfileChange(
                Optional.empty(),
                Optional.empty(),
                Optional.of(ProfileChange.Text.of("Lovelace")),
                Optional.empty(),
                Optional.empty());
        accounts.save(person, change, new PictureChoice.Keep(), leg -> {});
        navigate("home", HomeView.class);
        assertThat(pageText()).contains("have not arrived everywhere yet");

        ChangeId held = accounts.waiting(person).stream()
                .filter(waiting -> waiting.destination().equals("CLERK_USER"))
                .findFirst()
                .orElseThrow()
                .id();
        mending.discard("user_nobody", held, "Asked for twice.");

        awaitPage("Last name: Clerk does not have what you saved. user_nobody set it aside: “Asked for twice.”");
    }

    @Test
    @SignedIn("user_home_3")
    void greetsSomebodyWithoutAName() {
        navigate("home", HomeView.class);

        assertThat($(H1.class).single().getText()).isEqualTo("Hello, there");
    }
}
