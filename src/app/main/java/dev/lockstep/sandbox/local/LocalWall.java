package dev.lockstep.sandbox.local;

import dev.lockstep.confine.Confinement;
import dev.lockstep.confine.Enclosure;
import dev.lockstep.confine.NetworkPolicy;
import dev.lockstep.confine.Programs;
import dev.lockstep.sandbox.local.folder.ProjectFolder;
import dev.lockstep.sandbox.local.folder.RunFolder;
import dev.lockstep.sandbox.process.ProcessRequest;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** The wall around the processes of this machine: what those of a project see of it, and of the network. */
final class LocalWall {

    /** The socket of a run's relay, in the run's folder, which is the launcher's working directory. */
    static final String RELAY = "relay.sock";

    private static final Pattern PROXY = Pattern.compile("(?i)(?:https?|all)_proxy");
    private static final List<Path> PLACES = List.of(Path.of("/usr/local/bin"), Path.of("/usr/bin"), Path.of("/bin"));
    private static final List<String> OWN = List.of("node", "npm", "npx");

    private final Confinement confinement;
    private final NodeProgram node;
    private final LocalSandboxes.Settings settings;

    LocalWall(Confinement confinement, NodeProgram node, LocalSandboxes.Settings settings) {
        this.confinement = confinement;
        this.node = node;
        this.settings = settings;
    }

    /** The request's command behind the wall. */
    List<String> command(ProjectFolder folder, RunFolder run, ProcessRequest request, Path cwd) {
        var enclosure = new Enclosure(
                Programs.of(node.node(), Optional.of(node.npm())),
                List.of(folder.files(), folder.home(), folder.temporary()),
                inheritedFiles(),
                settings.home(),
                run.path().resolve(RELAY),
                cwd);
        return confinement.command(enclosure, request.argv());
    }

    /** Whether the program is there behind the wall. Bubblewrap would start, and tell only those who read its output. */
    boolean has(String program, Path cwd) {
        return program.contains("/")
                ? Files.isExecutable(cwd.resolve(program))
                : OWN.contains(program)
                        || PLACES.stream().anyMatch(folder -> Files.isExecutable(folder.resolve(program)));
    }

    /** What processes see besides what they are given. */
    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>(Confinement.environment());
        // What an operator gives to every Node goes on after ours.
        environment.computeIfPresent(
                "NODE_OPTIONS",
                (name, ours) -> (ours + " " + settings.inherited().getOrDefault(name, "")).strip());
        return environment;
    }

    ObjectNode network(ProcessRequest request) {
        List<URI> proxies = settings.inherited().entrySet().stream()
                .filter(variable -> PROXY.matcher(variable.getKey()).matches())
                .flatMap(variable -> address(variable.getValue()).stream())
                .toList();
        // Who may name a deployment in this machine's network may reach it from here, and nobody else.
        NetworkPolicy network = settings.network().with(proxies);
        return (settings.reachesPrivate() ? network.with(request.reaches()) : network).json();
    }

    private static Optional<URI> address(String text) {
        try {
            return Optional.of(URI.create(text.contains("://") ? text : "http://" + text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Files that variables name which the operator lets through: the certificates of a proxy. */
    private List<Path> inheritedFiles() {
        return settings.inherited().values().stream().flatMap(LocalWall::file).toList();
    }

    private static Stream<Path> file(String text) {
        try {
            Path path = Path.of(text);
            return path.isAbsolute() && Files.isRegularFile(path) ? Stream.of(path) : Stream.empty();
        } catch (InvalidPathException e) {
            return Stream.empty();
        }
    }
}
