package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/threads.md names every thread that the code starts, and no other; and every thread has a name. */
class ThreadsDocumentTest {

    private static final Path DOCUMENT = Path.of("docs/threads.md");

    /** Where the code gives a thread its name. */
    private static final List<Pattern> NAMED = Stream.of(
                    "Thread\\s*\\.of(?:Virtual|Platform)\\(\\)\\s*(?:\\.daemon\\(\\)\\s*)?\\.name\\(\\s*\"([\\w-]+)\"",
                    "new PollingLoop\\(\\s*\"([\\w-]+)\"",
                    "extends BackgroundLoop.*?super\\(\\s*\"([\\w-]+)\"",
                    "new Thread\\([^\"]{1,60}\"([\\w-]+)\"",
                    "thread\\(work, \"([\\w-]+)\"",
                    "FunctionThreads\\.pool\\(\"([\\w-]+)\"",
                    "PipeReaders\\.start\\(\"([\\w-]+)\"",
                    "new Plan\\(\\s*\"([\\w-]+)\"")
            .map(pattern -> Pattern.compile(pattern, Pattern.DOTALL))
            .toList();

    private static final Pattern NAMELESS = Pattern.compile(
            "newVirtualThreadPerTaskExecutor|startVirtualThread|Thread\\s*\\.of(?:Virtual|Platform)\\(\\)\\s*"
                    + "(?:\\.daemon\\(\\)\\s*)?\\.(?:start|unstarted|factory)|new Thread\\([^,()]*\\)");

    /** Names that libraries give. */
    private static final Set<String> OF_LIBRARIES = Set.of("db-scheduler-");

    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([^|]*) \\|");
    private static final Pattern CODE = Pattern.compile("`([\\w-]+…?)`");

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.getNameCount() > 3
                            && file.getName(2).toString().equals("main"))
                    .toList();
        }
    }

    private static Set<String> documented() throws IOException {
        return ROW.matcher(Files.readString(DOCUMENT))
                .results()
                .flatMap(row ->
                        CODE.matcher(row.group(1).replaceAll("\\([^)]*\\)", "")).results())
                .map(name -> name.group(1).replace("…", ""))
                .filter(name -> !OF_LIBRARIES.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void namesEveryThreadAndNoOther() throws IOException {
        var named = new TreeSet<String>();
        for (Path file : sources()) {
            String source = Files.readString(file);
            for (Pattern pattern : NAMED) {
                pattern.matcher(source).results().forEach(found -> named.add(found.group(1)));
            }
        }

        assertThat(named).hasSizeGreaterThan(20);
        assertThat(documented()).isEqualTo(named);
    }

    @Test
    void leavesNoThreadWithoutAName() throws IOException {
        for (Path file : sources()) {
            assertThat(NAMELESS.matcher(Files.readString(file)).results().map(found -> found.group()))
                    .as(file.toString())
                    .isEmpty();
        }
    }
}
