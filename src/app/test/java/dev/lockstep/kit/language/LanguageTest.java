package dev.lockstep.kit.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "de                       | de",
                "de-AT,de;q=0.9,en;q=0.8  | de-AT",
                "en-GB,de;q=0.5           | en-GB",
                "fr,de;q=0.8,en;q=0.5     | de",
                "en;q=0.5, de-CH;q=0.9    | de-CH",
                "de;q=0,en                | en",
                "de-u-nu-thai             | de",
                "fr-CA,fr;q=0.9           | en",
                "*                        | en",
                "!!;q=x                   | en",
                "''                       | en"
            })
    void speaksTheFirstOfOursThatTheBrowserAsksFor(String accepted, String locale) {
        assertThat(Language.asked(accepted).toLanguageTag()).isEqualTo(locale);
    }

    @Test
    void speaksEnglishToABrowserThatAsksForNothing() {
        assertThat(Language.asked(null)).isEqualTo(Locale.ENGLISH);
    }

    @Test
    void keepsTheRegionOfTheBrowserForAChosenLanguage() {
        assertThat(Language.GERMAN.in("en-GB,de-AT;q=0.5")).isEqualTo(Locale.forLanguageTag("de-AT"));
        assertThat(Language.GERMAN.in("en-GB")).isEqualTo(Locale.GERMAN);
        assertThat(Language.ENGLISH.in(null)).isEqualTo(Locale.ENGLISH);
    }

    @Test
    void isOfALocaleWhateverItsRegion() {
        assertThat(Language.of(Locale.GERMANY)).isEqualTo(Language.GERMAN);
        assertThat(Language.of(Locale.FRENCH)).isEqualTo(Language.ENGLISH);
    }
}
