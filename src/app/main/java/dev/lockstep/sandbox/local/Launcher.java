package dev.lockstep.sandbox.local;

import dev.lockstep.confine.Confinement;
import dev.lockstep.core.Secret;
import dev.lockstep.sandbox.local.folder.RunFolder;
import dev.lockstep.sandbox.process.ProcessRequest;
import dev.lockstep.sandbox.process.SandboxProblem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Starts launchers. What a process is to see goes through a pipe: never on a command line, never on the disk. */
final class Launcher {

    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
    private static final String SCRIPT = "launcher.mjs";

    private final NodeProgram node;
    private final Path script;

    /**
     * @param cwd where the process starts
     * @param argv its command, with that of the wall in front of it
     * @param network where it may connect to through a relay; empty when it is not confined
     */
    record Starting(Path cwd, List<String> argv, Optional<ObjectNode> network) {}

    /** @param home where the script is put for Node to load */
    Launcher(NodeProgram node, Path home) throws IOException {
        this.node = node;
        this.script = home.resolve(SCRIPT);
        Confinement.writeScripts(home);
        try (InputStream source = Launcher.class.getResourceAsStream(SCRIPT)) {
            if (source == null) {
                throw new IllegalStateException("Bug: " + SCRIPT + " is not in the jar");
            }
            Files.write(script, source.readAllBytes());
        }
    }

    /**
     * Starts one and waits for it to say that its process runs.
     *
     * @param environment all that the process sees
     * @throws SandboxProblem when the program cannot be started
     */
    ProcessHandle start(RunFolder folder, ProcessRequest request, Map<String, String> environment, Starting starting)
            throws IOException {
        Process launcher = builder("run", folder)
                .redirectError(folder.path().resolve("launcher.err").toFile())
                .start();
        try (Writer in = launcher.outputWriter(StandardCharsets.UTF_8)) {
            in.write(spec(folder, request, environment, starting));
        }
        try (BufferedReader out = launcher.inputReader(StandardCharsets.UTF_8)) {
            String said = String.valueOf(out.readLine());
            if (said.startsWith("started ")) {
                return launcher.toHandle();
            }
            launcher.destroyForcibly();
            throw notStarted(request, said);
        }
    }

    private static SandboxProblem notStarted(ProcessRequest request, String said) {
        String program = request.argv().getFirst();
        return said.equals("failed ENOENT")
                ? notThere(program)
                : notStarted("The program '" + program + "' could not be started.");
    }

    static SandboxProblem notThere(String program) {
        return notStarted("There is no program '" + program + "' in this sandbox.");
    }

    private static SandboxProblem notStarted(String sentence) {
        return SandboxProblem.lasting(
                SandboxProblem.NOT_STARTED, sentence, "Check its name, and whether the packages are installed.");
    }

    private static String spec(
            RunFolder folder, ProcessRequest request, Map<String, String> environment, Starting starting) {
        ObjectNode spec = JsonMapper.shared().createObjectNode();
        starting.argv().forEach(spec.putArray("argv")::add);
        starting.network()
                .ifPresent(network ->
                        spec.putObject("relay").put("socket", LocalWall.RELAY).set("policy", network));
        ObjectNode variables = spec.putObject("env");
        environment.forEach(variables::put);
        request.environment().forEach(variables::put);
        request.secrets().forEach((String name, Secret value) -> variables.put(name, value.reveal()));
        if (request.limits().time() != null) {
            spec.put("timeMs", request.limits().time().toMillis());
        }
        return spec.put("cwd", starting.cwd().toString())
                .put("memoryBytes", request.limits().memoryBytes())
                .put("heartbeatMs", request.limits().heartbeat().toMillis())
                .put("mark", folder.path().getFileName().toString())
                .toString();
    }

    /** Ends what a launcher that is gone has left behind; does nothing when there is nothing, or none of ours. */
    void endLeftovers(RunFolder folder) {
        try {
            Process ending = builder("end", folder)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            ending.waitFor();
        } catch (IOException e) {
            LOG.warn(
                    "What a launcher left could not be ended run={}",
                    folder.path().getFileName(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ProcessBuilder builder(String mode, RunFolder folder) {
        var builder = new ProcessBuilder(List.of(
                node.node().toString(), script.toString(), mode, folder.path().toString()));
        builder.environment().clear();
        return builder.directory(folder.path().toFile());
    }
}
