package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** The tables of settings name every variable that the code asks for by name, and none that nothing reads. */
class SettingsDocumentTest {

    private static final List<Path> DOCUMENTS = List.of(Path.of("README.md"), Path.of("docs/reconciliation.md"));
    private static final Path SETTINGS = Path.of("src/app/main/resources");

    /** Spring's own, which no code of ours asks for. */
    private static final Set<String> OF_SPRING = Set.of("SERVER_ADDRESS");

    /** The cookie's name, which is written as variables are. */
    private static final Set<String> NO_VARIABLES = Set.of("LOCKSTEP_SESSION");

    private static final Pattern CELL = Pattern.compile("(?m)^\\| (`[^|]*`) \\|");
    private static final Pattern NAME = Pattern.compile("`(…?[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|…(?:_[A-Z0-9]+)+)`");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]+)[:}]");
    private static final Pattern VALUE = Pattern.compile("@Value\\(\"\\$\\{(lockstep[a-z.-]+)[:}]");
    private static final Pattern LITERAL = Pattern.compile("\"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\"");

    private static Set<String> documented() throws IOException {
        var names = new TreeSet<String>();
        for (Path document : DOCUMENTS) {
            CELL.matcher(Files.readString(document)).results().forEach(cell -> names.addAll(names(cell.group(1))));
        }
        return names;
    }

    /** The names of one cell; {@code …_USER} has the beginning of the name before it. */
    private static List<String> names(String cell) {
        var names = new ArrayList<String>();
        NAME.matcher(cell).results().map(found -> found.group(1)).forEach(name -> {
            String before = names.isEmpty() ? "" : names.getLast();
            names.add(name.startsWith("…") ? before.substring(0, before.lastIndexOf('_')) + name.substring(1) : name);
        });
        return names;
    }

    private static Set<String> found(Pattern pattern, Path below, String ending) throws IOException {
        var names = new TreeSet<String>();
        try (Stream<Path> files = Files.walk(below)) {
            for (Path file : files.filter(file -> file.toString().endsWith(ending))
                    .filter(file -> file.startsWith(SETTINGS)
                            || file.getName(2).toString().equals("main"))
                    .toList()) {
                pattern.matcher(Files.readString(file))
                        .results()
                        .map((MatchResult match) -> match.group(1))
                        .forEach(names::add);
            }
        }
        names.removeAll(NO_VARIABLES);
        return names;
    }

    /** What Spring binds to our records of properties, as variables are written. */
    private static Set<String> bound() throws ClassNotFoundException {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        var names = new TreeSet<String>();
        for (var found : scanner.findCandidateComponents("dev.lockstep")) {
            Class<?> type = Class.forName(found.getBeanClassName());
            ConfigurationProperties properties = type.getAnnotation(ConfigurationProperties.class);
            String prefix = properties.value().isEmpty() ? properties.prefix() : properties.value();
            add(names, variable(prefix), type);
        }
        return names;
    }

    /** As Spring reads it. */
    private static String variable(String property) {
        return property.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static void add(Set<String> names, String prefix, Class<?> properties) {
        for (RecordComponent component : properties.getRecordComponents()) {
            String name = prefix + "_" + component.getName().toUpperCase(Locale.ROOT);
            if (component.getType().isRecord() && component.getType().getName().startsWith("dev.lockstep.")) {
                add(names, name, component.getType());
            }
            names.add(name);
        }
    }

    @Test
    void namesNothingThatNothingReads() throws Exception {
        Set<String> read = bound();
        assertThat(read).contains("LOCKSTEP_OUTBOX_BREAKER_CALLS").hasSizeGreaterThan(40);
        read.addAll(found(PLACEHOLDER, SETTINGS, ".properties"));
        read.addAll(found(LITERAL, Path.of("src"), ".java"));
        found(VALUE, Path.of("src"), ".java").forEach(property -> read.add(variable(property)));
        read.addAll(OF_SPRING);

        Set<String> named = documented();
        assertThat(named).hasSizeGreaterThan(40);
        named.removeAll(read);
        assertThat(named).isEmpty();
    }

    @Test
    void namesEveryVariableThatIsAskedForByName() throws IOException {
        Set<String> asked = found(PLACEHOLDER, SETTINGS, ".properties");
        asked.addAll(found(LITERAL, Path.of("src"), ".java").stream()
                .filter(name -> name.startsWith("LOCKSTEP_"))
                .collect(Collectors.toSet()));

        assertThat(asked).hasSizeGreaterThan(25);
        asked.removeAll(documented());
        assertThat(asked).isEmpty();
    }
}
