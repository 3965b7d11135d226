package dev.lockstep;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import dev.lockstep.project.Visit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

/** Holds the house: arrows point down, rooms have no cycles, frameworks stay in their rooms. */
class HouseTest {

    private static final Path DRAWING = Path.of("docs/house.md");
    private static final int CROWDED_ROOM = 15;
    private static final int LONG_CLASS = 300;
    private static final int LONGEST_CLASS = 400;

    /** The rooms that hold more, and how many types they hold at most. */
    private static final Map<String, Integer> CROWDED = Map.ofEntries(
            Map.entry(".convex", 18),
            Map.entry(".convex.deployment", 20),
            Map.entry(".core", 22),
            Map.entry(".emulator.convex.call", 19),
            Map.entry(".emulator.convex.script", 17),
            Map.entry(".kit", 22),
            Map.entry(".outbox.store", 19),
            Map.entry(".project", 20));

    /** Of all modules; a module that is packaged already lends its tests as a jar. */
    private static final ImportOption NO_TESTS =
            location -> !location.contains("/test-classes/") && !location.contains("-tests.jar");

    private static final JavaClasses MAIN =
            new ClassFileImporter().withImportOption(NO_TESTS).importPackages("dev.lockstep");

    private static final ApplicationModules MODULES = ApplicationModules.of(
            Lockstep.class,
            DescribedPredicate.describe(
                    "tests",
                    type -> type.getSource()
                            .filter(source -> !NO_TESTS.includes(Location.of(source.getUri())))
                            .isPresent()));

    @Test
    void arrowsPointDownOnly() {
        MODULES.verify();
    }

    @Test
    void roomsHaveNoCycles() {
        SlicesRuleDefinition.slices()
                .matching("dev.lockstep.(**)")
                .should()
                .beFreeOfCycles()
                .check(MAIN);
    }

    @Test
    void vaadinStaysOnThePages() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.lockstep.kit..", "dev.lockstep.shell..", "dev.lockstep..ui..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("com.vaadin..")
                        .and(JavaClass.Predicates.resideOutsideOfPackage("com.vaadin.flow.spring.security..")))
                .check(MAIN);
    }

    /** Whoever else calls out does it where nobody looks for limits of time and size. */
    @Test
    void httpStaysInTheClients() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.lockstep.convex..",
                        "dev.lockstep.clerk..",
                        "dev.lockstep.platform..",
                        "dev.lockstep.sandbox..",
                        "dev.lockstep.emulator..",
                        "dev.lockstep.start..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.net.http..")
                .check(MAIN);
    }

    @Test
    void okHttpStaysInTheClients() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.lockstep.convex..", "dev.lockstep.clerk..", "dev.lockstep.sandbox..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("okhttp3..")
                .check(MAIN);
    }

    /** Each emulator stands in for a system of its own: whoever needs one must not get the other. */
    @Test
    void theEmulatorsKnowNothingOfEachOther() {
        noClasses()
                .that()
                .resideInAPackage("dev.lockstep.emulator.clerk..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.lockstep.emulator.convex..")
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage("dev.lockstep.emulator.convex..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.lockstep.emulator.clerk..")
                .check(MAIN);
    }

    @Test
    void persistenceStaysInFeatures() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.lockstep.account..", "dev.lockstep.project..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.persistence..")
                .check(MAIN);
    }

    /** Of whatever several hands move, only the row itself knows which state may follow which. */
    @Test
    void rowsMoveTheirStateThemselves() {
        fields().that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(jakarta.persistence.Entity.class)
                .and()
                .areNotStatic()
                .should()
                .bePrivate()
                .check(MAIN);
    }

    /** A role may be gone the moment after it was proven; a {@code Visit} may be kept, and proves it anew. */
    @Test
    void nobodyKeepsAProofOfARole() {
        DescribedPredicate<JavaClass> proof = JavaClass.Predicates.assignableTo(Visit.Viewer.class);
        fields().should().notHaveRawType(proof).check(MAIN);
        methods()
                .that()
                .areDeclaredInClassesThat()
                .areNotAssignableTo(Visit.class)
                .should()
                .notHaveRawReturnType(proof)
                .check(MAIN);
    }

    /** Flow pushes what is changed so to its browser at the next click only, when the session has other pages. */
    @Test
    void pagesAreChangedThroughLive() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(dev.lockstep.kit.Live.class)
                .should()
                .callMethod(com.vaadin.flow.component.UI.class, "access", com.vaadin.flow.server.Command.class)
                .check(MAIN);
    }

    /** The server may stand anywhere: what people read is in their zone. */
    @Test
    void nobodyTellsTimeByTheServersZone() {
        noClasses()
                .should()
                .callMethod(java.time.ZoneId.class, "systemDefault")
                .orShould()
                .callMethod(java.time.Clock.class, "systemDefaultZone")
                .check(MAIN);
    }

    /** A button that needs the same lock would wait as long as somebody else's system takes. */
    @Test
    void nothingCallsAnotherSystemUnderALock() {
        methods()
                .that()
                .haveModifier(JavaModifier.SYNCHRONIZED)
                .should(notCall(
                        dev.lockstep.sandbox.process.Sandbox.class,
                        dev.lockstep.outbox.change.Destination.class,
                        dev.lockstep.clerk.ClerkClient.class,
                        dev.lockstep.convex.ConvexClient.class,
                        dev.lockstep.convex.deployment.ConvexPlatform.class,
                        dev.lockstep.convex.deployment.DeploymentAdmin.class,
                        java.net.http.HttpClient.class))
                .check(MAIN);
    }

    private static ArchCondition<JavaMethod> notCall(Class<?>... ports) {
        return new ArchCondition<>("call no other system") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                method.getMethodCallsFromSelf().stream()
                        .filter(call -> Stream.of(ports).anyMatch(call.getTargetOwner()::isAssignableTo))
                        .forEach(call -> events.add(SimpleConditionEvent.violated(call, call.getDescription())));
            }
        };
    }

    @Test
    void nobodyReadsTheWallClock() {
        noClasses()
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .because("time comes from the injected Clock, and waiting is for an event")
                .check(MAIN);
    }

    /** Whoever listens to other windows, or speaks to any, gives away what it knows. */
    @Test
    void noPageSpeaksToOtherWindows() throws IOException {
        var speaking = new ArrayList<Path>();
        var roots = new ArrayList<>(sources());
        roots.add(Path.of("src/app/main/resources/META-INF"));
        roots.add(Path.of("src/app/main/editor/editor.js"));
        for (Path root : roots) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(file -> file.toString().matches(".*\\.(js|ts|html|java)"))
                        .filter(file ->
                                read(file).contains("postMessage") || read(file).contains("window.opener"))
                        .forEach(speaking::add);
            }
        }
        assertThat(speaking).isEmpty();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void drawingMatchesTheHouse() throws IOException {
        String drawn = draw();

        // Written when it is out of date, so that the next run is green and the change shows in review.
        String kept = Files.exists(DRAWING) ? Files.readString(DRAWING) : "";
        if (!kept.equals(drawn) && System.getenv("CI") == null) {
            Files.createDirectories(DRAWING.getParent());
            Files.writeString(DRAWING, drawn);
        }
        assertThat(kept)
                .as("docs/house.md has been redrawn; look at it and commit it")
                .isEqualTo(drawn);
    }

    /** A room that is too full already may lose some; whoever adds to one finds the noun that is missing. */
    @Test
    void noCrowdedRoomGrows() {
        Map<String, Integer> grown = new TreeMap<>(rooms());
        grown.values().removeIf(types -> types <= CROWDED_ROOM);
        CROWDED.forEach((room, types) -> grown.computeIfPresent(room, (name, now) -> now <= types ? null : now));

        assertThat(grown).isEmpty();
    }

    private static Map<String, Integer> rooms() {
        return MAIN.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(
                        type -> type.getPackageName().substring("dev.lockstep".length()),
                        TreeMap::new,
                        Collectors.summingInt(type -> 1)));
    }

    @Test
    void namesTheLongClasses() throws IOException {
        List<String> longClasses = longClasses();

        longClasses.forEach(line -> System.out.println("house: long class " + line));
        assertThat(longClasses).noneMatch(line -> Integer.parseInt(line.split(" ")[1]) > LONGEST_CLASS);
    }

    private static List<String> longClasses() throws IOException {
        var lengths = new TreeMap<Path, Integer>();
        for (Path root : sources()) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(file -> lengths.put(file, lines(file)));
            }
        }
        return lengths.entrySet().stream()
                .filter(entry -> entry.getValue() > LONG_CLASS)
                .sorted(Map.Entry.<Path, Integer>comparingByValue(Comparator.reverseOrder()))
                .map(entry -> entry.getKey().getFileName() + " " + entry.getValue())
                .toList();
    }

    /** @return the folders of the modules' own code */
    private static List<Path> sources() throws IOException {
        try (Stream<Path> modules = Files.list(Path.of("src"))) {
            return modules.map(module -> module.resolve("main/java"))
                    .filter(Files::isDirectory)
                    .toList();
        }
    }

    private static int lines(Path file) {
        try {
            return Files.readAllLines(file).size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String draw() {
        Map<String, TreeSet<String>> arrows = new TreeMap<>();
        for (ApplicationModule module : MODULES) {
            arrows.put(module.getIdentifier().toString(), targets(module));
        }
        var out = new StringBuilder("""
                # The house

                Drawn by `HouseTest` from the code; do not edit. A room may import what its arrows name, and nothing else of
                ours. The reasons are in `docs/decisions`.

                ```mermaid
                graph TD
                """);
        arrows.forEach((from, targets) -> {
            if (targets.isEmpty()) {
                out.append("  ").append(from).append('\n');
            }
            targets.forEach(to ->
                    out.append("  ").append(from).append(" --> ").append(to).append('\n'));
        });
        out.append("```\n\n| room | imports |\n|---|---|\n");
        arrows.forEach((from, targets) -> out.append("| ")
                .append(from)
                .append(" | ")
                .append(targets.isEmpty() ? "–" : String.join(", ", targets))
                .append(" |\n"));
        return out.toString();
    }

    private TreeSet<String> targets(ApplicationModule module) {
        String base = module.getBasePackage().getName();
        return MAIN.stream()
                .filter(type -> type.getPackageName().equals(base)
                        || type.getPackageName().startsWith(base + "."))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(dependency -> dependency.getTargetClass().getPackageName())
                .filter(name -> name.startsWith("dev.lockstep."))
                .map(name -> name.substring("dev.lockstep.".length()).split("\\.")[0])
                .filter(name -> !base.equals("dev.lockstep." + name))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
