package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/security.md has a line for each requirement, and names no test that there is not. */
class SecurityDocumentTest {

    private static final Path DOCUMENT = Path.of("docs/security.md");
    private static final Pattern LINE =
            Pattern.compile("(?m)^\\| ([\\d.]+)(?: – ([\\d.]+))? \\| (\\S+) \\|(.*)\\|(.*)\\|$");
    private static final Pattern NAME = Pattern.compile("`(\\w+(?:Test|Journey))`");

    /** ASVS 4.0.3, levels 1 and 2: section, and how many requirements it has, without those that were deleted or are level 3's. */
    private static final String REQUIREMENTS = """
            1.1:1-7 1.2:1-4 1.4:1,4,5 1.5:1-4 1.6:1-4 1.7:1-2 1.8:1-2 1.9:1-2 1.10:1 1.11:1-2 1.12:2 1.14:1-6
            2.1:1-12 2.2:1-3 2.3:1-3 2.4:1-5 2.5:1-7 2.6:1-3 2.7:1-6 2.8:1-7 2.9:1-3 2.10:1-4
            3.1:1 3.2:1-4 3.3:1-4 3.4:1-5 3.5:1-3 3.7:1
            4.1:1-3,5 4.2:1-2 4.3:1-3
            5.1:1-5 5.2:1-8 5.3:1-10 5.4:1-3 5.5:1-4
            6.1:1-3 6.2:1-6 6.3:1-2 6.4:1-2
            7.1:1-4 7.2:1-2 7.3:1,3,4 7.4:1-3
            8.1:1-4 8.2:1-3 8.3:1-8
            9.1:1-3 9.2:1-4
            10.2:1-2 10.3:1-3
            11.1:1-8
            12.1:1-3 12.2:1 12.3:1-6 12.4:1-2 12.5:1-2 12.6:1
            13.1:1,3,4,5 13.2:1-3,5,6 13.3:1-2 13.4:1-2
            14.1:1-4 14.2:1-6 14.3:2,3 14.4:1-7 14.5:1-4""";

    private static List<MatchResult> lines() throws IOException {
        return LINE.matcher(Files.readString(DOCUMENT)).results().toList();
    }

    @Test
    void answersEveryRequirementOnce() throws IOException {
        var answered = new ArrayList<String>();
        for (MatchResult line : lines()) {
            String first = line.group(1);
            String section = first.substring(0, first.lastIndexOf('.'));
            int from = number(first);
            int to = line.group(2) == null ? from : number(line.group(2));
            IntStream.rangeClosed(from, to)
                    .mapToObj(each -> section + "." + each)
                    .forEach(answered::add);
        }

        assertThat(answered).containsExactlyInAnyOrderElementsOf(wanted());
    }

    @Test
    void namesTestsThatThereAreAndAReasonWhereThereIsNone() throws IOException {
        Set<String> there = tests();

        for (MatchResult line : lines()) {
            assertThat(line.group(3)).as(line.group(1)).isIn("✓", "◐", "✗", "C", "n/a");
            String named = line.group(5);
            List<String> names =
                    NAME.matcher(named).results().map(match -> match.group(1)).toList();
            assertThat(there).as(line.group(1)).containsAll(names);
            assertThat(named.strip())
                    .as(line.group(1) + " names tests, or says that there is none")
                    .isEqualTo(
                            names.isEmpty()
                                    ? line.group(3).equals("n/a") ? "" : "–"
                                    : names.stream()
                                            .map(name -> "`" + name + "`")
                                            .collect(Collectors.joining(" ")));
        }
    }

    private static int number(String requirement) {
        return Integer.parseInt(requirement.substring(requirement.lastIndexOf('.') + 1));
    }

    private static List<String> wanted() {
        return Arrays.stream(REQUIREMENTS.split("\\s+"))
                .flatMap(section -> {
                    String[] sides = section.split(":");
                    return Arrays.stream(sides[1].split(",")).flatMap(part -> {
                        String[] ends = part.split("-");
                        return IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
                                .mapToObj(each -> sides[0] + "." + each);
                    });
                })
                .toList();
    }

    private static Set<String> tests() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.filter(file -> file.toString().contains("/test/java/"))
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
