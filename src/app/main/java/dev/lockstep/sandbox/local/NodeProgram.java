package dev.lockstep.sandbox.local;

import dev.lockstep.sandbox.process.SandboxProblem;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Node that is new enough, with an npm beside it or on the PATH.
 *
 * @param node the program
 * @param npm npm's own
 * @param path the PATH that finds it first
 */
record NodeProgram(Path node, Path npm, String path) {

    private static final int OLDEST = 20;
    private static final Pattern VERSION = Pattern.compile("v(\\d+)\\..*");

    /**
     * Looks for it, which starts it once.
     *
     * @param configured where it is said to be; null to look on the PATH
     * @throws SandboxProblem with the reason why there is none
     */
    static NodeProgram find(@Nullable Path configured, String path) {
        if (File.separatorChar != '/') {
            throw missing("Local sandboxes need process groups, which this system does not have.");
        }
        Path node = configured == null
                ? on(path, "node").orElseThrow(() -> missing("There is no Node on the PATH."))
                : configured;
        int version = version(node);
        if (version < OLDEST) {
            throw missing("Node " + version + " is too old: local sandboxes need " + OLDEST + " or newer.");
        }
        String first = node.toAbsolutePath().getParent() + File.pathSeparator + path;
        Path npm = on(first, "npm").orElseThrow(() -> missing("There is a Node, and no npm beside it."));
        return new NodeProgram(node.toAbsolutePath(), npm, first);
    }

    private static Optional<Path> on(String path, String program) {
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static int version(Path node) {
        try {
            Process process = new ProcessBuilder(node.toString(), "--version")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw missing("Node did not say its version within 10 s.");
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            Matcher version = VERSION.matcher(said);
            if (!version.matches()) {
                throw missing(node + " is no Node.");
            }
            return Integer.parseInt(version.group(1));
        } catch (IOException e) {
            throw missing(node + " cannot be started.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw missing("The search for Node was interrupted.");
        }
    }

    private static SandboxProblem missing(String sentence) {
        return SandboxProblem.lasting(
                SandboxProblem.UNAVAILABLE,
                sentence,
                "Install Node " + OLDEST + " or newer from https://nodejs.org and start Lockstep again, or use E2B.");
    }
}
