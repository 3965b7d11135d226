package dev.lockstep.confine;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The <a href="https://nodejs.org/api/permissions.html">permission model</a> of one Node: a process under it reads and writes
 * the named files alone, and starts no programs, workers, addons, WASI or inspector. It does not hold the network, nor signals
 * to processes of the same user. Immutable.
 */
public final class NodePermissions {

    /** A Node that has none, or where it does not work. */
    public static final NodePermissions NONE = new NodePermissions("", Set.of());

    private static final Pattern OPTION = Pattern.compile("(?m)(?:^ {2}|, )(--[a-z][a-z-]*)");

    /** Newest first: a Node that knows both takes them for the same. */
    private static final List<String> SWITCHES = List.of("--permission", "--experimental-permission");

    /**
     * What goes with it where it is known: the network, which is held elsewhere; no SQLite, which opens files past the model;
     * and no word at each start that the model is new.
     */
    private static final List<String> COMPANIONS =
            List.of("--allow-net", "--no-experimental-sqlite", "--disable-warning=ExperimentalWarning");

    private final String option;
    private final Set<String> known;

    private NodePermissions(String option, Set<String> known) {
        this.option = option;
        this.known = known;
    }

    /** Asks a Node which options it takes, and tries them: two starts of it, some hundred milliseconds. */
    public static NodePermissions of(Path node) {
        try {
            Set<String> known = OPTION.matcher(ProgramOutput.of(List.of(node.toString(), "--help")))
                    .results()
                    .map(MatchResult::group)
                    .map(found -> found.substring(found.indexOf("--")))
                    .collect(Collectors.toUnmodifiableSet());
            return SWITCHES.stream()
                    .filter(known::contains)
                    .findFirst()
                    .map(option -> new NodePermissions(option, known))
                    .filter(permissions -> permissions.holds(node))
                    .orElse(NONE);
        } catch (IOException e) {
            return NONE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NONE;
        }
    }

    private boolean holds(Path node) {
        try {
            List<String> trial = Stream.of(
                            List.of(node.toString()),
                            options(List.of(), List.of(), List.of()),
                            List.of(
                                    "-p",
                                    "['fs.read', 'fs.write', 'child'].map((what) => process.permission.has(what))"))
                    .flatMap(List::stream)
                    .toList();
            return ProgramOutput.of(trial).endsWith("[ false, false, false ]");
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether this Node has the model. */
    public boolean areThere() {
        return !option.isEmpty();
    }

    /**
     * The options that start a process under it, to be put before the script; none where there is no model. Paths are
     * absolute and lead over no links, since those are followed before they are looked up.
     *
     * @param files may be read
     * @param readable folders, with all that is in them
     * @param writable folders, which may be read as well
     */
    public List<String> options(List<Path> files, List<Path> readable, List<Path> writable) {
        List<String> options = new ArrayList<>();
        if (areThere()) {
            options.add(option);
            COMPANIONS.stream()
                    .filter(companion -> known.contains(companion.replaceFirst("=.*", "")))
                    .forEach(options::add);
            files.forEach(file -> options.add("--allow-fs-read=" + file));
            Stream.concat(readable.stream(), writable.stream())
                    .forEach(folder -> options.add("--allow-fs-read=" + all(folder)));
            writable.forEach(folder -> options.add("--allow-fs-write=" + all(folder)));
        }
        return options;
    }

    private static String all(Path folder) {
        return folder + File.separator + "*";
    }
}
