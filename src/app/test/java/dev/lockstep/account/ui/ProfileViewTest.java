package dev.lockstep.account.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.textfield.TextField;
import dev.lockstep.SignedIn;
import dev.lockstep.ViewTest;
import dev.lockstep.account.Accounts;
import dev.lockstep.account.person.Account;
import dev.lockstep.account.person.ProfileChange;
import dev.lockstep.account.profile.PictureChoice;
import dev.lockstep.core.PersonId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class ProfileViewTest extends ViewTest {

    @Autowired
    private Accounts accounts;

    @Test
    @SignedIn(value = "user_profile_1", username = "ada_view", firstName = "Ada", lastName = "Lovelace")
    void showsWhatIsKnown() {
        navigate("profile", ProfileView.class);

        assertThat(field("First name").getValue()).isEqualTo("Ada");
        assertThat(field("Last name").getValue()).isEqualTo("Lovelace");
        assertThat(field("Username").getValue()).isEqualTo("ada_view");
        assertThat($(MultiSelectComboBox.class).single().getValue()).isEmpty();
        assertThat(pageText()).contains("user_profile_1@example.com", "Member");
    }

    @Test
    @SignedIn(value = "user_profile_2", username = "ada_rule")
    void marksABrokenRuleAtItsFieldAndKeepsWhatWasTyped() {
        navigate("profile", ProfileView.class);
        test(field("Username")).setValue("no spaces please");

        test($(Button.class).withText("Save").single()).click();
        awaitPage("Nothing was saved yet");

        assertThat(field("Username").isInvalid()).isTrue();
        assertThat(field("Username").getErrorMessage()).contains("letters, digits");
        assertThat(field("Username").getValue()).isEqualTo("no spaces please");
        assertThat(accounts.find(new PersonId("user_profile_2")).orElseThrow().username())
                .contains("ada_rule");
    }

    @Test
    @SignedIn(value = "user_profile_3", username = "ada_same")
    void saysWhenNothingHadChanged() {
        navigate("profile", ProfileView.class);

        test($(Button.class).withText("Save").single()).click();

        awaitPage("Nothing had changed, so nothing was sent.");
    }

    /** Clerk does not know this person, so its leg is refused without a field: kept for an administrator, not lost. */
    @Test
    @SignedIn(value = "user_profile_4", username = "ada_kept", firstName = "Ada")
    void showsOneChipASystemAndKeepsTheFormWhenALegCannotArrive() {
        announce(new PersonId("user_profile_4"));
        navigate("profile", ProfileView.class);
        test(field("First name")).setValue("Augusta");

        test($(Button.class).withText("Save").single()).click();
        awaitPage("Saved here.");

        assertThat($(SaveChips.class).single().getElement().getTextRecursively())
                .contains("Clerk", "Convex");
        assertThat(field("First name").getValue()).isEqualTo("Augusta");
        assertThat($(WaitingList.class).single().getElement().getTextRecursively())
                .contains("Retry");
        assertThat(accounts.find(new PersonId("user_profile_4")).orElseThrow().firstName())
                .contains("Augusta");
    }

    @Test
    @SignedIn(value = "user_profile_5", username = "ada_twice", firstName = "Maxi", lastName = "Before")
    void leavesAloneWhatWasChangedElsewhereMeanwhile() {
        var person = new PersonId("user_profile_5");
        announce(person);
        navigate("profile", ProfileView.class);
        var elsewhere = new ProfileChange(
                Optional.empty(),
                Optional.of(ProfileChange.Text.of("Maxine")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        accounts.save(person, elsewhere, new PictureChoice.Keep(), leg -> {});

        test(field("Last name")).setValue("After");
        test($(Button.class).withText("Save").single()).click();
        awaitPage("Saved here.");

        Account saved = accounts.find(person).orElseThrow();
        assertThat(saved.firstName()).contains("Maxine");
        assertThat(saved.lastName()).contains("After");
        assertThat(field("First name").getValue()).isEqualTo("Maxine");
    }

    @Test
    @SignedIn(value = "user_profile_6", username = "ada_live", firstName = "Maxi", lastName = "Before")
    void showsWhatIsChangedElsewhereAndKeepsWhatIsTyped() {
        var person = new PersonId("user_profile_6");
        announce(person);
        navigate("profile", ProfileView.class);
        test(field("Last name")).setValue("Typed");

        var elsewhere = new ProfileChange(
                Optional.empty(),
                Optional.of(ProfileChange.Text.of("Maxine")),
                Optional.of(ProfileChange.Text.of("Elsewhere")),
                Optional.empty(),
                Optional.of(List.of("Music")));
        accounts.save(person, elsewhere, new PictureChoice.Keep(), leg -> {});

        awaitUntil(() -> field("First name").getValue().equals("Maxine"));
        assertThat(field("Last name").getValue()).isEqualTo("Typed");
        assertThat(field("Last name").getHelperText())
                .isEqualTo("Meanwhile changed elsewhere to “Elsewhere”. Saving replaces that with yours.");
        assertThat(field("First name").getHelperText()).isEmpty();
        assertThat($(MultiSelectComboBox.class).single().getValue()).isEqualTo(Set.of("Music"));

        test($(Button.class).withText("Save").single()).click();
        awaitPage("Saved here.");
        assertThat(field("Last name").getHelperText()).isEmpty();
        assertThat(accounts.find(person).orElseThrow().lastName()).contains("Typed");
    }

    private TextField field(String label) {
        return $(TextField.class).withCaption(label).single();
    }
}
