package dev.lockstep.emulator.convex.program;

import dev.lockstep.confine.Confinement;
import dev.lockstep.confine.Enclosure;
import dev.lockstep.confine.NetworkPolicy;
import dev.lockstep.confine.NodePermissions;
import dev.lockstep.confine.Programs;
import dev.lockstep.emulator.convex.code.CodeVersion;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Node that is new enough, and what holds the functions that it runs: the wall of this machine, Node's own permission
 * model, or both.
 *
 * @param path the PATH that functions get
 * @param permissions none where this Node has no such model
 */
public record NodeProgram(
        Path node, String path, Confinement confinement, NodePermissions permissions, NetworkPolicy network) {

    private static final Logger LOG = LoggerFactory.getLogger(NodeProgram.class);
    private static final int OLDEST = 20;
    private static final Pattern VERSION = Pattern.compile("v(\\d+)\\..*");

    /** In the folder of a child, which is the working directory of what starts it. */
    private static final String RELAY = "relay.sock";

    private static final String RUNNER = "runner.mjs";

    /** Below a child's folder, where there is no wall that gives it one of its own. */
    private static final String TEMPORARY = "tmp";

    /** The one of a child behind the wall. */
    private static final Path TEMPORARY_INSIDE = Path.of("/tmp");

    /** What functions, with all that a process keeps for the next ones, may hold of V8's heap. */
    private static final int ENGINE_HEAP_MB = 256;

    /** What this V8 has of the newer language and does not show by itself; newer ones do. */
    private static final Map<Integer, List<String>> LANGUAGE = Map.of(
            20,
            List.of(
                    "--harmony-iterator-helpers",
                    "--harmony-array-grouping",
                    "--harmony-array-from-async",
                    "--harmony-rab-gsab-transfer"));

    private static final AtomicBoolean WARNED = new AtomicBoolean();

    private static final class Found {
        private static final Optional<NodeProgram> PROGRAM =
                find(Objects.requireNonNullElse(System.getenv("PATH"), ""));

        private static final List<String> LANGUAGE = PROGRAM.map(program -> major(program.node()))
                .map(major -> NodeProgram.LANGUAGE.getOrDefault(major, List.of()))
                .orElse(List.of());
    }

    /** The one on this machine's PATH, if any. It and its walls are looked for once. */
    public static Optional<NodeProgram> onPath() {
        return Found.PROGRAM;
    }

    /** Looks for it on a PATH. */
    private static Optional<NodeProgram> find(String path) {
        return look(path)
                .map(node -> new NodeProgram(
                        node,
                        path,
                        Confinement.find(path, node),
                        NodePermissions.of(node),
                        NetworkPolicy.of(List.of(Objects.requireNonNullElse(System.getenv(NetworkPolicy.SETTING), "")
                                .split(",")))));
    }

    /** Why a child in this folder would not be behind the wall of this machine; empty when it would be. */
    public Optional<String> unconfined(Path folder) {
        return confinement.missing(folder.toAbsolutePath());
    }

    /**
     * Starts a script with nothing of this process's environment. It hears at its descriptor 3 what is written to the
     * process's standard input and says at 4 what comes out of the standard output; what is printed comes out of the
     * standard error. Where there is a wall it sees its folder alone, and reaches the deployment and the public internet.
     * Where Node has permissions it reads its folder alone, writes to its temporary one, and starts nothing.
     *
     * @param folder holds the script and all that it loads, and is there
     * @param script below the folder; gets the path of the modules, and of its temporary folder where that is not the
     *     system's
     * @param code tells where its deployment is
     */
    public Process start(Path folder, String script, Path modules, CodeVersion code) throws IOException {
        // Permissions are asked for after links are followed, and a temporary folder of macOS is behind one.
        Path home = folder.toRealPath();
        Confinement.writeScripts(home);
        Optional<String> unconfined = unconfined(home);
        unconfined.ifPresent(this::warn);
        boolean isConfined = unconfined.isEmpty();
        Path temporary = isConfined ? TEMPORARY_INSIDE : emptied(home.resolve(TEMPORARY));
        List<String> argv = new ArrayList<>(List.of(node.toString(), "--enable-source-maps=false"));
        argv.addAll(permissions.options(
                isConfined ? List.of(Confinement.preload()) : List.of(), List.of(home), List.of(temporary)));
        argv.add(home.resolve(script).toString());
        argv.add(home.resolve(folder.relativize(modules)).toString());
        if (!isConfined) {
            argv.add(temporary.toString());
        }
        ObjectNode start = JsonMapper.shared().createObjectNode().put("cwd", home.toString());
        confined(home, argv, start, code, isConfined);
        var builder = new ProcessBuilder(node.toString(), home.resolve(RUNNER).toString(), start.toString())
                .directory(home.toFile());
        builder.environment().keySet().retainAll(List.of("PATH", "SystemRoot"));
        return builder.start();
    }

    /**
     * Starts a script that runs queries, mutations and actions, with its standard descriptors and nothing of this process's
     * environment. It loads what is in its folder, and where there is a wall or Node has permissions nothing else; behind
     * the wall it reaches no network at all, since the deployment fetches for it. Behind the wall it ends with the thread
     * that started it.
     *
     * @param folder holds the script and all that it loads; over no links
     */
    public Process startEngine(Path folder, String script) throws IOException {
        Optional<String> unconfined = unconfined(folder);
        unconfined.ifPresent(this::warnOfEngines);
        List<String> argv = new ArrayList<>(List.of(node.toString()));
        argv.addAll(List.of(
                "--experimental-vm-modules",
                "--no-warnings",
                "--disallow-code-generation-from-strings",
                "--max-old-space-size=" + ENGINE_HEAP_MB));
        argv.addAll(Found.LANGUAGE);
        argv.addAll(permissions.options(List.of(), List.of(folder), List.of()));
        argv.add(folder.resolve(script).toString());
        List<String> command = unconfined.isEmpty()
                ? confinement.isolated(Programs.of(node, Optional.empty()), List.of(folder), folder, argv)
                : argv;
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().retainAll(List.of("PATH", "SystemRoot"));
        builder.environment().putAll(Map.of("TZ", "UTC", "LC_ALL", "en_US.UTF-8"));
        return builder.start();
    }

    private void warnOfEngines(String reason) {
        if (WARNED.compareAndSet(false, true)) {
            LOG.warn(
                    "Functions are held by {} alone, because {}",
                    permissions.areThere() ? "contexts of V8 and Node's permissions" : "contexts of V8",
                    reason);
        }
    }

    private static Path emptied(Path folder) throws IOException {
        FileSystemUtils.deleteRecursively(folder);
        return Files.createDirectories(folder);
    }

    private void confined(Path home, List<String> argv, ObjectNode start, CodeVersion code, boolean isConfined)
            throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of("PATH", path));
        List<String> command = argv;
        if (isConfined) {
            environment.putAll(Confinement.environment());
            Files.deleteIfExists(home.resolve(RELAY));
            var programs = Programs.of(node, Optional.empty());
            command = confinement.command(
                    new Enclosure(programs, List.of(), List.of(home), home, home.resolve(RELAY), home), argv);
            List<URI> deployment = Stream.of("CONVEX_CLOUD_URL", "CONVEX_SITE_URL")
                    .flatMap(name -> Stream.ofNullable(code.environment().get(name)))
                    .map(URI::create)
                    .toList();
            start.putObject("relay")
                    .put("socket", RELAY)
                    .set("policy", network.with(deployment).json());
        }
        command.forEach(start.putArray("argv")::add);
        ObjectNode variables = start.putObject("env");
        environment.forEach(variables::put);
    }

    private void warn(String reason) {
        if (permissions.areThere()) {
            LOG.warn(
                    "Functions that say \"use node\" are held by Node's permissions alone, because {}: they read no files"
                            + " but their own and start no programs, and can connect to what this machine can",
                    reason);
        } else {
            LOG.warn(
                    "Functions that say \"use node\" can read and change what this system's user can, because {}, and"
                            + " this Node has no permission model",
                    reason);
        }
    }

    private static Optional<Path> look(String path) {
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .flatMap(folder -> Stream.of(Path.of(folder, "node"), Path.of(folder, "node.exe")))
                .filter(Files::isExecutable)
                .findFirst()
                .filter(NodeProgram::isNewEnough);
    }

    private static boolean isNewEnough(Path node) {
        return major(node) >= OLDEST;
    }

    /** The first number of its version; 0 when it does not say. */
    private static int major(Path node) {
        try {
            Process process = new ProcessBuilder(node.toString(), "--version")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            Matcher version = VERSION.matcher(said);
            boolean isNode = process.waitFor(10, TimeUnit.SECONDS) && version.matches();
            return isNode ? Integer.parseInt(version.group(1)) : 0;
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
