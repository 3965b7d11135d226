package dev.lockstep.account.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import dev.lockstep.SignedIn;
import dev.lockstep.ViewTest;
import dev.lockstep.account.language.Languages;
import dev.lockstep.core.PersonId;
import dev.lockstep.kit.language.Language;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class LanguageChoiceTest extends ViewTest {

    @Autowired
    private Languages languages;

    /** A browserless page asks for no language. */
    @Test
    @SignedIn("user_language_1")
    void pagesSpeakEnglishUntilSomebodyAsksForAnother() {
        navigate("profile", ProfileView.class);

        assertThat(UI.getCurrent().getLocale()).isEqualTo(Locale.ENGLISH);
        assertThat($(LanguageChoice.class).single().getValue()).isEmpty();
    }

    @Test
    @SignedIn("user_language_2")
    void keepsWhatIsChosenAndLeavesItToTheBrowserAgain() {
        var person = new PersonId("user_language_2");
        navigate("profile", ProfileView.class);

        test($(LanguageChoice.class).single()).selectItem("Deutsch");
        assertThat(languages.of(person)).contains(Language.GERMAN);
        assertThat(languages.locale(Optional.of(person), "en-GB,de-CH;q=0.1"))
                .isEqualTo(Locale.forLanguageTag("de-CH"));

        test($(LanguageChoice.class).single()).selectItem("English");
        assertThat(languages.locale(Optional.of(person), "de")).isEqualTo(Locale.ENGLISH);

        test($(LanguageChoice.class).single()).selectItem("As the browser says");
        assertThat(languages.of(person)).isEmpty();
        assertThat(languages.locale(Optional.of(person), "de")).isEqualTo(Locale.GERMAN);
    }

    @Test
    void guestsFollowTheirBrowser() {
        assertThat(languages.locale(Optional.empty(), "de-AT")).isEqualTo(Locale.forLanguageTag("de-AT"));
        assertThat(languages.locale(Optional.empty(), "pl")).isEqualTo(Locale.ENGLISH);
    }
}
