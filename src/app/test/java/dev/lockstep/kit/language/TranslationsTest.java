package dev.lockstep.kit.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.core.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Both languages say all there is to say. */
class TranslationsTest {

    private static final Path FOLDER = Path.of("src/app/main/resources/vaadin-i18n");
    private static final Map<String, String> ENGLISH = words("");
    private static final Map<String, String> GERMAN = words("_de");

    private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d)(,number[^}]*)?");
    private static final Pattern LETTERS = Pattern.compile("\\p{L}+");

    /** Words that stand in German as they do in English. */
    private static final Set<String> THE_SAME = Set.of(
            "Auth",
            "Clerk",
            "Code",
            "Convex",
            "Format",
            "GB",
            "Lockstep",
            "Name",
            "Person",
            "System",
            "UTC",
            "Webhooks",
            "in",
            "min",
            "ms",
            "s");

    /** Words of English sentences, none of which is a German one. */
    private static final Pattern ENGLISH_WORD =
            Pattern.compile("\\b(the|and|of|with|you|your|this|is|are|it|has|for|from|to|be|again)\\b");

    private final Translations translations = new Translations();

    @Test
    void bothHaveTheSameKeys() {
        assertThat(GERMAN.keySet()).containsExactlyInAnyOrderElementsOf(ENGLISH.keySet());
    }

    @Test
    void bothTakeTheSameArguments() {
        ENGLISH.forEach((key, said) ->
                assertThat(arguments(GERMAN.getOrDefault(key, ""))).as(key).isEqualTo(arguments(said)));
    }

    @Test
    void nothingIsEmptyOrUnreadable() {
        for (Map<String, String> words : List.of(ENGLISH, GERMAN)) {
            words.forEach((key, said) -> {
                assertThat(said).as(key).isNotBlank();
                assertThat(new MessageFormat(said, Locale.ROOT)).as(key).isNotNull();
            });
        }
    }

    /** Formats take it for a quote and leave it out; ’ is the sign that people write. */
    @Test
    void nothingHasAnApostropheOfTypewriters() {
        for (Map<String, String> words : List.of(ENGLISH, GERMAN)) {
            words.forEach((key, said) -> assertThat(said).as(key).doesNotContain("'"));
        }
    }

    @Test
    void noEnglishIsLeftInGerman() {
        var left = new ArrayList<String>();
        GERMAN.forEach((key, said) -> {
            boolean same = said.equals(ENGLISH.get(key)) && !THE_SAME.containsAll(wordsOf(said));
            if (same || ENGLISH_WORD.matcher(said).find()) {
                left.add(key + "=" + said);
            }
        });
        assertThat(left).isEmpty();
    }

    /** The start names them, too, in English. */
    @Test
    void saysWhereEachSettingIsFound() {
        assertThat(Setting.values())
                .allSatisfy(setting -> assertThat(Phrases.plain(ENGLISH.getOrDefault("setup.place." + setting, "")))
                        .isEqualTo(Phrases.plain(setting.place())));
    }

    @Test
    void speaksTheLanguageOfALocaleAndWritesNumbersByItsRegion() {
        assertThat(translations.getTranslation("state.waiting", Locale.ENGLISH, 12_345))
                .isEqualTo("12,345 waiting");
        assertThat(translations.getTranslation("state.waiting", Locale.GERMAN, 12_345))
                .isEqualTo("12.345 unterwegs");
        assertThat(translations.getTranslation("state.waiting", Locale.forLanguageTag("de-CH"), 12_345))
                .isEqualTo("12’345 unterwegs");
    }

    /** The server may stand anywhere. */
    @Test
    void neverSpeaksTheServersLanguageInstead() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMAN);
            ResourceBundle.clearCache();
            assertThat(translations.getTranslation("nav.home", Locale.FRENCH)).isEqualTo("Home");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void namesAKeyThatHasNoWords() {
        assertThat(translations.getTranslation("no.such.key", Locale.GERMAN)).isEqualTo("!de: no.such.key");
    }

    private static Set<String> arguments(String said) {
        return ARGUMENT.matcher(said).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> wordsOf(String said) {
        return LETTERS.matcher(said.replaceAll("\\{[^}]*}", ""))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    /** By the lines of the file: a key that stands in it twice is seen. */
    private static Map<String, String> words(String language) {
        var words = new LinkedHashMap<String, String>();
        Path file = FOLDER.resolve("translations" + language + ".properties");
        try {
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    int equals = line.indexOf('=');
                    String twice = words.put(line.substring(0, equals), line.substring(equals + 1));
                    assertThat(twice).as("%s stands twice in %s", line, file).isNull();
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return words;
    }
}
