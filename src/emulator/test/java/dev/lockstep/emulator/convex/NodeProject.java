package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * The fixture project with its npm packages, in a folder of the test's own. Packages are installed once for each
 * lockfile into target/ and shared by a link.
 */
final class NodeProject {

    /** The version in the fixture's lockfile. */
    private static final String LOCKED = "locked";

    private static final Path SOURCE = Path.of("src/emulator/test/convex-fixture");

    /** Small projects of the kinds that people publish; each is a folder here, and all share the packages. */
    private static final Path SAMPLES = Path.of("src/emulator/test/convex-samples");

    /** One project that uses many published components. */
    private static final Path COMPONENTS = Path.of("src/emulator/test/convex-components");

    private static final Path BENCH = Path.of("src/emulator/test/convex-bench");

    private static final Set<String> FOREIGN = Set.of(
            "CONVEX_DEPLOY_KEY",
            "CONVEX_DEPLOYMENT_TOKEN",
            "CONVEX_DEPLOYMENT",
            "CONVEX_OVERRIDE_ACCESS_TOKEN",
            "CONVEX_AGENT_MODE");

    /** How a command ended. */
    record Ended(int status, String output) {}

    private final Path folder;
    private final Map<String, String> environment;

    private NodeProject(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /** Skips the test, with a message, where there is no Node or the packages cannot be had. */
    static NodeProject create(Path folder, Map<String, String> environment) {
        return create(folder, environment, LOCKED);
    }

    /** @param version of npm's convex; {@code locked} for that of the lockfile */
    static NodeProject create(Path folder, Map<String, String> environment, String version) {
        Assumptions.assumeTrue(isNodeThere(), "Skipped: needs Node 20 or newer and npm on the PATH");
        try {
            copy(SOURCE, folder);
            Files.createSymbolicLink(
                    folder.resolve("node_modules"), packages(version).resolve("node_modules"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new NodeProject(folder, environment);
    }

    /** One of the sample projects. */
    static NodeProject sample(String name, Path folder, Map<String, String> environment) {
        return copied(SAMPLES.resolve(name), SAMPLES, folder, environment);
    }

    /** The project that uses many published components. */
    static NodeProject components(Path folder, Map<String, String> environment) {
        return copied(COMPONENTS, COMPONENTS, folder, environment);
    }

    /** The project of the benchmarks, which has convex-test too. */
    static NodeProject bench(Path folder, Map<String, String> environment) {
        return copied(BENCH, BENCH, folder, environment);
    }

    /** @param packages the folder whose lockfile names the packages */
    private static NodeProject copied(Path source, Path packages, Path folder, Map<String, String> environment) {
        Assumptions.assumeTrue(isNodeThere(), "Skipped: needs Node 20 or newer and npm on the PATH");
        try {
            copy(source, folder);
            Files.createSymbolicLink(
                    folder.resolve("node_modules"), lockedPackages(packages).resolve("node_modules"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new NodeProject(folder, environment);
    }

    /** What makes the CLI act on this deployment and on nothing else in the world. */
    static Map<String, String> selfHosted(String url) {
        return Map.of(
                "CONVEX_SELF_HOSTED_URL",
                url,
                "CONVEX_SELF_HOSTED_ADMIN_KEY",
                EmulatorClient.KEY.reveal(),
                "CONVEX_PROVISION_HOST",
                url,
                "CONVEX_VERSION_API_ORIGIN",
                url,
                "NO_PROXY",
                "127.0.0.1",
                "NO_COLOR",
                "1",
                "CI",
                "1");
    }

    /** Runs the official CLI. */
    Ended convex(String... arguments) {
        return run(folder, cli(arguments), environment);
    }

    /** Starts the official CLI for a command that stays. */
    Running start(String... arguments) {
        return Running.start(builder(folder, cli(arguments), environment));
    }

    /** Starts a script of the fixture that stays. */
    Running startNode(String script, String... arguments) {
        var command =
                Stream.concat(Stream.of("node", script), Stream.of(arguments)).toList();
        return Running.start(builder(folder, command, environment));
    }

    private List<String> cli(String... arguments) {
        String main = folder.resolve("node_modules/convex/bin/main.js").toString();
        return Stream.concat(Stream.of("node", main), Stream.of(arguments)).toList();
    }

    /** A process that goes on: its output so far, and its end. */
    static final class Running implements AutoCloseable {

        private static final Duration PATIENCE = Duration.ofSeconds(60);

        private final Process process;
        private final StringBuffer output = new StringBuffer();

        private Running(Process process) {
            this.process = process;
        }

        private static Running start(ProcessBuilder builder) {
            try {
                var running = new Running(builder.start());
                running.process.getOutputStream().close();
                Thread.ofVirtual().start(running::read);
                return running;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Returns when the output holds this text. */
        void await(String text) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(output.toString()).contains(text));
        }

        String output() {
            return output.toString();
        }

        /** The exit status, once the process has ended by itself. */
        int status() {
            try {
                assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .as(output.toString())
                        .isTrue();
                return process.exitValue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted", e);
            }
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }

        private void read() {
            try (var in = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    output.append(line).append('\n');
                }
            } catch (IOException e) {
                output.append("(the output ended: ").append(e.getMessage()).append(")");
            }
        }
    }

    /** Runs a script of the fixture. */
    Ended node(String script, String... arguments) {
        var command =
                Stream.concat(Stream.of("node", script), Stream.of(arguments)).toList();
        return run(folder, command, environment);
    }

    private static boolean isNodeThere() {
        try {
            return run(Path.of("."), List.of("npm", "--version"), Map.of()).status == 0;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Writes one more file of the project, or another content of one. */
    void write(String file, String content) {
        try {
            Files.writeString(folder.resolve(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path packages(String version) throws IOException {
        return version.equals(LOCKED) ? lockedPackages(SOURCE) : otherPackages(version);
    }

    private static Path otherPackages(String version) throws IOException {
        Path installed = Path.of("target/convex-" + version).toAbsolutePath();
        once(installed, () -> {
            Files.writeString(installed.resolve("package.json"), "{\"private\":true}");
            Ended npm =
                    run(installed, List.of("npm", "install", "--no-audit", "--no-fund", "convex@" + version), Map.of());
            assertThat(npm.status).as(npm.output).isZero();
        });
        return installed;
    }

    private static Path lockedPackages(Path source) throws IOException {
        Path installed = Path.of("target/" + source.getFileName() + "-" + lockHash(source))
                .toAbsolutePath();
        once(installed, () -> {
            for (String name : List.of("package.json", "package-lock.json")) {
                Files.write(installed.resolve(name), Files.readAllBytes(source.resolve(name)));
            }
            // What a lockfile names and no more: components for React Native would bring all of that.
            Ended npm = run(
                    installed,
                    List.of("npm", "ci", "--legacy-peer-deps", "--no-audit", "--no-fund", "--prefer-offline"),
                    Map.of());
            Assumptions.assumeTrue(npm.status == 0, "Skipped: the npm packages cannot be installed\n" + npm.output);
        });
        return installed;
    }

    private interface Installation {
        void run() throws IOException;
    }

    /** Furnishes a folder unless that was done before. Threads and processes of tests beside each other wait for who does
     * it. */
    private static synchronized void once(Path folder, Installation installation) throws IOException {
        Files.createDirectories(folder);
        Path done = folder.resolve("installed");
        try (FileChannel channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            if (!Files.exists(done)) {
                installation.run();
                Files.createFile(done);
            }
        }
    }

    private static String lockHash(Path source) throws IOException {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(Files.readAllBytes(source.resolve("package-lock.json")));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Bug: every JDK has SHA-256", e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(path -> !path.toString().contains("node_modules"))
                    .toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static ProcessBuilder builder(Path folder, List<String> command, Map<String, String> environment) {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeAll(FOREIGN);
        builder.environment().putAll(environment);
        return builder;
    }

    private static Ended run(Path folder, List<String> command, Map<String, String> environment) {
        try {
            Path output = Files.createTempFile("convex-cli", ".txt");
            Process process = builder(folder, command, environment)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(180, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                fail("Did not end in time: " + command + "\n" + Files.readString(output));
            }
            String text = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            return new Ended(process.exitValue(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
