package dev.lockstep.kit.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every problem that a person may meet has words in each language, and they say what the code says. */
class ProblemCodesTest {

    /** Both are looked through: where problems are made, and what Convex's functions of this site refuse. */
    private static final List<Path> SOURCES = List.of(
            Path.of("src/app/main/java"), Path.of("src/words/main/java"), Path.of("src/app/main/convex/convex"));

    /** How a code is written where a problem is made: it begins with a capital. */
    private static final Pattern CODE = Pattern.compile(
            "(?:new ProblemCode|new PictureProblem|new Fault|refused|problem|refuse)\\(\\s*\"([A-Z][A-Za-z0-9]{2,63})\"");

    private static final Pattern KEY = Pattern.compile("problem\\.([A-Z][A-Za-z0-9]*)(?:\\.[a-z0-9-]+)?\\.sentence");
    private static final Pattern JOINT = Pattern.compile("\"\\s*\\+\\s*\"");
    private static final Pattern ARGUMENT = Pattern.compile("\\{\\d}");

    private static final Map<String, String> ENGLISH = Translations.all(Language.ENGLISH);
    private static final Map<String, String> GERMAN = Translations.all(Language.GERMAN);

    /** Codes without words: their problems are told in English. Only to be made shorter. */
    private static final Set<String> UNTOLD = Set.of(
            "BadKeyset",
            "BadRequest",
            "HomeNotWritable",
            "HomeTaken",
            "OpIdReused",
            "SandboxDisk",
            "SandboxProcessNotStarted",
            "TooManyIds",
            "TooManyLocalIds");

    /** Sentences that the code puts together from pieces of its own, or that Clerk says. */
    private static final Set<String> IN_PIECES = Set.of(
            "problem.ConnectionUnderWay.ours.sentence",
            "problem.ConnectionUnderWay.somebody.sentence",
            "problem.ConnectionUnderWay.theirs.sentence",
            "problem.RoleTooSmall.editors.sentence",
            "problem.RoleTooSmall.owners.sentence",
            "problem.wall.closed.next",
            "problem.field.form_identifier_exists.sentence",
            "problem.field.form_param_max_length_exceeded.first.sentence",
            "problem.field.form_param_max_length_exceeded.last.sentence");

    @Test
    void everyCodeHasWords() {
        Set<String> told = keys().map(key -> {
                    var found = KEY.matcher(key);
                    return found.matches() ? found.group(1) : "";
                })
                .collect(Collectors.toSet());
        var untold = new TreeSet<String>();
        sources().values().forEach(text -> CODE.matcher(text).results().forEach(found -> untold.add(found.group(1))));
        untold.removeAll(told);

        assertThat(untold).containsExactlyInAnyOrderElementsOf(UNTOLD);
    }

    /** A sentence that is changed in one place only is not found any more by the other. */
    @Test
    void theEnglishWordsAreThoseOfTheCode() {
        String code = Phrases.plain(sources().values().stream()
                .map(text -> JOINT.matcher(text).replaceAll(""))
                .map(text -> text.replace("\\\"", "\"").replace("%,d", "{}"))
                .collect(Collectors.joining("\n")));
        var strange = new ArrayList<String>();
        keys().filter(key -> !IN_PIECES.contains(key)).forEach(key -> {
            String said = Phrases.plain(ENGLISH.get(key));
            for (String piece : ARGUMENT.split(said)) {
                if (piece.strip().length() > 3 && !code.contains(piece)) {
                    strange.add(key + ": " + piece);
                }
            }
        });
        assertThat(strange).isEmpty();
    }

    /** The words are found by the English sentence, too: one that stands under two keys has one translation. */
    @Test
    void theSameEnglishIsTheSameInGerman() {
        var german = new TreeMap<String, TreeSet<String>>();
        keys().forEach(key -> german.computeIfAbsent(ENGLISH.get(key), said -> new TreeSet<>())
                .add(GERMAN.get(key)));

        assertThat(german)
                .allSatisfy((english, said) -> assertThat(said).as(english).hasSize(1));
    }

    /** What leaves too much open would be found in every sentence. */
    @Test
    void everySentenceHasWordsOfItsOwn() {
        keys().forEach(key -> assertThat(ARGUMENT.matcher(ENGLISH.get(key))
                        .replaceAll("")
                        .strip()
                        .length())
                .as(key)
                .isGreaterThan(6));
    }

    private static Stream<String> keys() {
        return ENGLISH.keySet().stream()
                .filter(key ->
                        key.matches("problem\\.[A-Za-z].*\\.(sentence|next)") || key.startsWith("problem.next."));
    }

    private static Map<Path, String> sources() {
        var texts = new TreeMap<Path, String>();
        for (Path root : SOURCES) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(file -> file.toString().matches(".*\\.(java|ts)"))
                        .toList()) {
                    texts.put(file, Files.readString(file));
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        return texts;
    }
}
