package dev.lockstep.confine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of bubblewrap. */
final class Bubblewrap {

    /** Where inside the things of the wall are. */
    private static final String OWN = "/run/lockstep";

    private static final String PROGRAMS = OWN + "/bin";
    private static final String RELAY = OWN + "/relay.sock";

    static final String PRELOAD = OWN + "/preload.cjs";
    static final String PATH = PROGRAMS + ":/usr/local/bin:/usr/bin:/bin";

    /** Nobody of this system. */
    private static final String USER = "1000";

    private static final String TMP_BYTES = String.valueOf(256 * 1024 * 1024);

    private final Path program;
    private final String help;

    /** @param help what it says of its options, which differ with its version */
    Bubblewrap(Path program, String help) {
        this.program = program;
        this.help = help;
    }

    /** Says Node's version from behind the wall. */
    List<String> trial(Programs programs) {
        List<String> command = walls();
        install(programs, command);
        command.addAll(List.of("--remount-ro", "/", "--", programs.node().toString(), "--version"));
        return command;
    }

    List<String> command(Enclosure enclosure, List<String> argv) {
        List<String> command = walls();
        command.add("--die-with-parent");
        install(enclosure.programs(), command);
        bind("--ro-bind", enclosure.relay(), RELAY, command);
        bind("--ro-bind", enclosure.scripts().resolve("preload.cjs"), PRELOAD, command);
        bind("--ro-bind", enclosure.scripts().resolve("passwd"), "/etc/passwd", command);
        bind("--ro-bind", enclosure.scripts().resolve("hosts"), "/etc/hosts", command);
        enclosure.readable().forEach(path -> bind("--ro-bind", path, path.toString(), command));
        enclosure.writable().forEach(path -> bind("--bind", path, path.toString(), command));
        command.addAll(List.of("--remount-ro", "/", "--chdir", enclosure.cwd().toString(), "--"));
        command.addAll(argv);
        return command;
    }

    /** No network at all, nothing to write to but an empty temporary folder. */
    List<String> isolated(Programs programs, List<Path> readable, Path cwd, List<String> argv) {
        List<String> command = walls();
        command.add("--die-with-parent");
        install(programs, command);
        readable.forEach(path -> bind("--ro-bind", path, path.toString(), command));
        command.addAll(List.of("--remount-ro", "/", "--chdir", cwd.toString(), "--"));
        command.addAll(argv);
        return command;
    }

    private List<String> walls() {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--unshare-all", "--unshare-user"));
        if (help.contains("--disable-userns")) {
            command.add("--disable-userns");
        }
        command.addAll(List.of("--uid", USER, "--gid", USER, "--cap-drop", "ALL", "--hostname", "lockstep"));
        command.addAll(SystemFolders.options());
        command.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"));
        if (help.contains("--size")) {
            command.addAll(List.of("--size", TMP_BYTES));
        }
        command.addAll(List.of("--tmpfs", "/tmp"));
        return command;
    }

    private static void install(Programs programs, List<String> command) {
        for (Path installed : programs.installed()) {
            if (SystemFolders.holding(installed).isEmpty()) {
                bind("--ro-bind", installed, installed.toString(), command);
            }
        }
        programs.links()
                .forEach((name, target) ->
                        command.addAll(List.of("--symlink", target.toString(), PROGRAMS + "/" + name)));
    }

    private static void bind(String how, Path source, String target, List<String> command) {
        command.addAll(List.of(how, source.toString(), target));
    }
}
