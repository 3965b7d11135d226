package dev.lockstep;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of its own, with this one's class path and what it says in a file. */
public final class ChildRun implements AutoCloseable {

    /** A cold start on a busy machine. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final Path output;

    private ChildRun(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    public static ChildRun of(Class<?> main, Path output, String... arguments) throws IOException {
        return of(List.of(), main, output, arguments);
    }

    /** @param environment variables besides this process's own */
    public static ChildRun of(Map<String, String> environment, Class<?> main, Path output, String... arguments)
            throws IOException {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        return start(command, environment, classPath(), main, output, arguments);
    }

    /** @param before a program that runs it, with its arguments */
    static ChildRun of(List<String> before, Class<?> main, Path output, String... arguments) throws IOException {
        var command = new ArrayList<>(before);
        command.add(ProcessHandle.current().info().command().orElseThrow());
        return start(command, Map.of(), classPath(), main, output, arguments);
    }

    /**
     * How a process is started.
     *
     * @param classPath what stands for this process's class path there
     */
    record Jvm(String classPath, List<String> options) {}

    static ChildRun of(Jvm jvm, Class<?> main, Path output, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(jvm.options());
        return start(command, Map.of(), jvm.classPath(), main, output, arguments);
    }

    private static ChildRun start(
            List<String> command,
            Map<String, String> environment,
            String classPath,
            Class<?> main,
            Path output,
            String... arguments)
            throws IOException {
        command.addAll(List.of(
                "-Xmx700m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Duser.timezone=UTC",
                "-cp",
                classPath,
                main.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return new ChildRun(builder.start(), output);
    }

    /** Surefire may hand its class path over in a jar's manifest; the property says what it was made from. */
    static String classPath() {
        String surefire = System.getProperty("surefire.test.class.path");
        return surefire == null
                ? System.getProperty("java.class.path")
                : surefire + File.pathSeparator + System.getProperty("java.class.path");
    }

    /** @return how it ended; fails when it goes on for more than two minutes */
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("Still running after two minutes:\n" + output());
        }
        return process.exitValue();
    }

    /** Waits for a line that contains this. */
    public void awaitLine(String text) {
        awaitLine(text, PATIENCE);
    }

    void awaitLine(String text, Duration patience) {
        await("a line with '" + text + "' of the child").atMost(patience).until(() -> {
            if (!process.isAlive() && !output().contains(text)) {
                throw new AssertionError("The child ended with " + process.exitValue() + ":\n" + output());
            }
            return output().contains(text);
        });
    }

    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    String commandLine() {
        return process.info().commandLine().orElse("");
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** As {@code SIGTERM} does; returns when it has ended. */
    public void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    /** As kill -9 does. */
    public void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        if (process.isAlive()) {
            kill();
        }
    }
}
