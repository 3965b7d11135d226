package dev.lockstep.sandbox.local;

import dev.lockstep.core.Secret;
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

    /** @param home where the script is put for Node to load */
    Launcher(NodeProgram node, Path home) throws IOException {
        this.node = node;
        this.script = home.resolve(SCRIPT);
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
     * @param cwd where it starts
     * @throws SandboxProblem when the program cannot be started
     */
    ProcessHandle start(RunFolder folder, ProcessRequest request, Map<String, String> environment, Path cwd)
            throws IOException {
        Process launcher = builder("run", folder)
                .redirectError(folder.path().resolve("launcher.err").toFile())
                .start();
        try (Writer in = launcher.outputWriter(StandardCharsets.UTF_8)) {
            in.write(spec(folder, request, environment, cwd));
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
        return SandboxProblem.lasting(
                SandboxProblem.NOT_STARTED,
                said.equals("failed ENOENT")
                        ? "There is no program '" + program + "' in this sandbox."
                        : "The program '" + program + "' could not be started.",
                "Check its name, and whether the packages are installed.");
    }

    private static String spec(RunFolder folder, ProcessRequest request, Map<String, String> environment, Path cwd) {
        ObjectNode spec = JsonMapper.shared().createObjectNode();
        request.argv().forEach(spec.putArray("argv")::add);
        ObjectNode variables = spec.putObject("env");
        environment.forEach(variables::put);
        request.environment().forEach(variables::put);
        request.secrets().forEach((String name, Secret value) -> variables.put(name, value.reveal()));
        if (request.limits().time() != null) {
            spec.put("timeMs", request.limits().time().toMillis());
        }
        return spec.put("cwd", cwd.toString())
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
