package dev.lockstep.emulator.convex.node;

import dev.lockstep.confine.Confinement;
import dev.lockstep.confine.Enclosure;
import dev.lockstep.confine.NetworkPolicy;
import dev.lockstep.confine.Programs;
import dev.lockstep.emulator.convex.code.CodeVersion;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Node on this machine's PATH, if there is one that is new enough, and the wall that it is started behind where there
 * is one. Both are looked for once.
 */
final class NodeProgram {

    private static final Logger LOG = LoggerFactory.getLogger(NodeProgram.class);
    private static final int OLDEST = 18;
    private static final Pattern VERSION = Pattern.compile("v(\\d+)\\..*");

    /** In the folder of a child, which is the working directory of what starts it. */
    private static final String RELAY = "relay.sock";

    private static final String RUNNER = "runner.mjs";

    private NodeProgram() {}

    private static final class Found {
        private static final String PATH = Objects.requireNonNullElse(System.getenv("PATH"), "");
        private static final Optional<Path> NODE = look(PATH);
        private static final Confinement CONFINEMENT =
                NODE.map(node -> Confinement.find(PATH, node)).orElse(Confinement.none("there is no Node"));
        private static final NetworkPolicy NETWORK =
                NetworkPolicy.of(List.of(Objects.requireNonNullElse(System.getenv(NetworkPolicy.SETTING), "")
                        .split(",")));
    }

    static boolean isThere() {
        return Found.NODE.isPresent();
    }

    /** Why a child in this folder would not be behind a wall; empty when it would be. */
    static Optional<String> unconfined(Path folder) {
        return Found.CONFINEMENT.missing(folder.toAbsolutePath());
    }

    /**
     * Starts a script with nothing of this process's environment. It hears at its descriptor 3 what is written to the
     * process's standard input and says at 4 what comes out of the standard output; what is printed comes out of the
     * standard error. Where there is a wall it sees its folder alone, and reaches the deployment and the public internet.
     *
     * @param folder holds the script and all that it loads
     * @param script below the folder
     * @param code tells where its deployment is
     */
    static Process start(Path folder, String script, Path modules, CodeVersion code) throws IOException {
        Path home = folder.toAbsolutePath();
        Confinement.writeScripts(home);
        List<String> argv = List.of(
                Found.NODE.orElseThrow().toString(),
                "--enable-source-maps=false",
                home.resolve(script).toString(),
                modules.toAbsolutePath().toString());
        ObjectNode start = JsonMapper.shared().createObjectNode().put("cwd", home.toString());
        Optional<String> unconfined = unconfined(home);
        unconfined.ifPresent(NodeProgram::warn);
        confined(home, argv, start, code, unconfined.isEmpty());
        var builder = new ProcessBuilder(
                        Found.NODE.orElseThrow().toString(),
                        home.resolve(RUNNER).toString(),
                        start.toString())
                .directory(home.toFile());
        builder.environment().keySet().retainAll(List.of("PATH", "SystemRoot"));
        return builder.start();
    }

    private static void confined(Path home, List<String> argv, ObjectNode start, CodeVersion code, boolean isConfined)
            throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of("PATH", Found.PATH));
        List<String> command = argv;
        if (isConfined) {
            environment.putAll(Confinement.environment());
            Files.deleteIfExists(home.resolve(RELAY));
            var programs = Programs.of(Found.NODE.orElseThrow(), Optional.empty());
            command = Found.CONFINEMENT.command(
                    new Enclosure(programs, List.of(), List.of(home), home, home.resolve(RELAY), home), argv);
            List<URI> deployment = Stream.of("CONVEX_CLOUD_URL", "CONVEX_SITE_URL")
                    .flatMap(name -> Stream.ofNullable(code.environment().get(name)))
                    .map(URI::create)
                    .toList();
            start.putObject("relay")
                    .put("socket", RELAY)
                    .set("policy", Found.NETWORK.with(deployment).json());
        }
        command.forEach(start.putArray("argv")::add);
        ObjectNode variables = start.putObject("env");
        environment.forEach(variables::put);
    }

    private static void warn(String reason) {
        LOG.warn("Functions that say \"use node\" can read and change what this system's user can, because {}", reason);
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
        try {
            Process process = new ProcessBuilder(node.toString(), "--version")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            Matcher version = VERSION.matcher(said);
            return process.waitFor(10, TimeUnit.SECONDS)
                    && version.matches()
                    && Integer.parseInt(version.group(1)) >= OLDEST;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
