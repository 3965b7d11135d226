package dev.lockstep.account.person;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.core.Problem;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileRulesTest {

    @Test
    void takesAnOrdinaryProfileAndAnEmptyOne() {
        assertThat(ProfileRules.check(ProfileChange.ofForm("ada_l", "Ada", "Lovelace", List.of("Math"))))
                .isEmpty();
        assertThat(ProfileRules.check(ProfileChange.ofForm("", "", "", List.of())))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "abc, form_username_invalid_length",
        "ada lovelace, form_username_invalid_character",
        "ádá_l, form_username_invalid_character",
        "12345, form_username_needs_non_number_char"
    })
    void namesWhatIsWrongWithAUsername(String username, String code) {
        List<Problem.Field> wrong = ProfileRules.check(ProfileChange.ofForm(username, "", "", List.of()));

        assertThat(wrong).singleElement().satisfies(field -> {
            assertThat(field.field()).isEqualTo("username");
            assertThat(field.code()).isEqualTo(code);
        });
    }

    @Test
    void countsInterestsOnceWhateverTheirCase() {
        assertThat(interests(List.of("Music", "music"))).contains("twice");
        assertThat(interests(Collections.nCopies(1, "x".repeat(41)))).contains("1 to 40");
        assertThat(interests(IntStream.range(0, 21).mapToObj(i -> "i" + i).toList()))
                .contains("at most 20");
    }

    private static String interests(List<String> list) {
        return ProfileRules.check(ProfileChange.ofForm("", "", "", list))
                .getFirst()
                .sentence();
    }
}
