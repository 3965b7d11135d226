package dev.lockstep.confine;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The wall of this machine: processes behind it see a project's folder and the system's programs, and nothing else. They
 * have their own process numbers and {@code /proc}, none of the application's variables, and no network but the relay.
 * It is made by bubblewrap (<a href="https://github.com/containers/bubblewrap">bwrap</a>), where that is installed and
 * may make namespaces. Thread-safe.
 */
public final class Confinement {

    /** What to do where there is none. */
    public static final String NEXT_STEP = "Install bubblewrap (apt install bubblewrap) where this runs on Linux.";

    private static final String PROGRAM = "bwrap";
    private static final List<String> SCRIPTS = List.of("relay.mjs", "runner.mjs", "preload.cjs", "passwd", "hosts");

    private final Optional<Bubblewrap> bubblewrap;
    private final String missing;

    private Confinement(Optional<Bubblewrap> bubblewrap, String missing) {
        this.bubblewrap = bubblewrap;
        this.missing = missing;
    }

    /**
     * Looks for bubblewrap and tries it, which takes some hundred milliseconds.
     *
     * @param path where programs are, as in {@code PATH}
     * @param node is started behind it once
     */
    public static Confinement find(String path, Path node) {
        Optional<Path> program = Arrays.stream(path.split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, PROGRAM))
                .filter(Files::isExecutable)
                .findFirst();
        if (program.isEmpty()) {
            return none("there is no bubblewrap (bwrap) on the PATH");
        }
        try {
            String help = ProgramOutput.of(List.of(program.get().toString(), "--help"));
            var bubblewrap = new Bubblewrap(program.get(), help);
            List<String> trial = bubblewrap.trial(Programs.of(node, Optional.empty()));
            String version = ProgramOutput.of(trial);
            return version.startsWith("v")
                    ? new Confinement(Optional.of(bubblewrap), "")
                    : none("bubblewrap does not work here: "
                            + version.lines().findFirst().orElse("it says nothing"));
        } catch (IOException e) {
            return none("bubblewrap does not work here: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return none("the look for bubblewrap was interrupted");
        }
    }

    /** No wall, with the reason. */
    public static Confinement none(String reason) {
        return new Confinement(Optional.empty(), reason);
    }

    /**
     * Why there is no wall here, in words that go on a sentence after "because"; empty when there is one.
     *
     * @param home what the processes must not see; one that lies in a folder of the system cannot be hidden
     */
    public Optional<String> missing(Path home) {
        if (bubblewrap.isEmpty()) {
            return Optional.of(missing);
        }
        return SystemFolders.holding(home)
                .map(folder -> home + " lies in " + folder + ", which every program of this system may read");
    }

    /**
     * The command that runs another one behind the wall, with the variables that it is started with. It dies with the thread
     * that started it, so that has to be one that stays.
     *
     * @throws IllegalStateException where there is no wall
     */
    public List<String> command(Enclosure enclosure, List<String> argv) {
        return wall().command(enclosure, argv);
    }

    /**
     * The command that runs another one behind the wall with no way out: no relay, no folder to write to but an empty
     * temporary one. It dies with the thread that started it, so that has to be one that stays.
     *
     * @param readable files and folders that it may read; absolute
     * @param cwd in one of them
     * @throws IllegalStateException where there is no wall
     */
    public List<String> isolated(Programs programs, List<Path> readable, Path cwd, List<String> argv) {
        return wall().isolated(programs, readable, cwd, argv);
    }

    private Bubblewrap wall() {
        return bubblewrap.orElseThrow(
                () -> new IllegalStateException("Bug: there is no wall here, because " + missing));
    }

    /** The variables that processes behind the wall need: where programs are, and the way to the relay. */
    public static Map<String, String> environment() {
        return Map.of("PATH", Bubblewrap.PATH, "NODE_OPTIONS", "--require=" + Bubblewrap.PRELOAD);
    }

    /** What Node loads inside because of {@link #environment}. */
    public static Path preload() {
        return Path.of(Bubblewrap.PRELOAD);
    }

    /** Writes the scripts that Node has to load outside, {@code relay.mjs} and {@code runner.mjs}, and what is there inside. */
    public static void writeScripts(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String name : SCRIPTS) {
            try (InputStream script = Confinement.class.getResourceAsStream(name)) {
                if (script == null) {
                    throw new IllegalStateException("Bug: " + name + " is not in the jar");
                }
                Files.write(folder.resolve(name), script.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException("The folder " + folder + " cannot be written", e);
            }
        }
    }
}
