package dev.lockstep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Says how many tests of each kind ran so far; tests without a tag are units. Several processes run tests beside each
 * other, each class in a plan of its own: each process keeps its count in a file, and the last line that is printed counts
 * them all.
 */
public final class KindCount implements TestExecutionListener {

    /** Of one run of the build, which gives it a name. */
    private static final Path COUNTS = Path.of("target", "tests-by-kind", System.getProperty("tests.run", "alone"));

    private static final String FAILED = "failed";
    private static final String SKIPPED = "skipped";

    /** Classes may run beside each other. */
    private final Map<String, Integer> own = new ConcurrentHashMap<>();

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (!test.isTest()) {
            return;
        }
        own.merge(
                switch (result.getStatus()) {
                    case SUCCESSFUL -> kind(test);
                    case ABORTED -> SKIPPED;
                    case FAILED -> FAILED;
                },
                1,
                Integer::sum);
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        own.merge(SKIPPED, 1, Integer::sum);
    }

    private static String kind(TestIdentifier test) {
        return test.getTags().stream()
                .map(tag -> tag.getName())
                .sorted()
                .findFirst()
                .orElse("unit");
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        try {
            keep();
            Map<String, Integer> all = new TreeMap<>(Map.of(FAILED, 0, SKIPPED, 0));
            for (Path file : files()) {
                read(file)
                        .forEach((kind, count) ->
                                all.merge((String) kind, Integer.parseInt((String) count), Integer::sum));
            }
            System.out.println("tests by kind: " + all);
        } catch (IOException e) {
            throw new UncheckedIOException("The tests could not be counted", e);
        }
    }

    /** Whole or not at all: the other processes read it. */
    private void keep() throws IOException {
        Files.createDirectories(COUNTS);
        var counts = new Properties();
        own.forEach((kind, count) -> counts.setProperty(kind, count.toString()));
        Path file = COUNTS.resolve(ProcessHandle.current().pid() + ".properties");
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        try (var out = Files.newBufferedWriter(draft)) {
            counts.store(out, null);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(COUNTS)) {
            return files.filter(file -> file.toString().endsWith(".properties")).toList();
        }
    }

    private static Properties read(Path file) throws IOException {
        var counts = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            counts.load(in);
        }
        return counts;
    }
}
