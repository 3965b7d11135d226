package dev.lockstep.emulator.clerk;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Clerk's own JavaScript, which we did not write, run by Node. Tests are skipped with a message where either is absent. */
public final class ClerkJudge {

    private static final Path SOURCE = Path.of("src/emulator/test/clerk-judge");
    private static final Path WORKSHOP = Path.of("target/clerk-judge");
    private static final int INSTALL_SECONDS = 120;
    private static final int JUDGE_SECONDS = 60;

    private ClerkJudge() {}

    /** @param code the exit status, or -1 where it did not end by itself */
    public record Outcome(int code, String text) {}

    /** Copies the judge to target and installs what its lockfile names, unless that was done before. */
    public static void install() throws IOException, InterruptedException {
        Files.createDirectories(WORKSHOP);
        boolean same = Files.exists(WORKSHOP.resolve("node_modules/svix"))
                && Files.exists(WORKSHOP.resolve("package-lock.json"))
                && Files.mismatch(SOURCE.resolve("package-lock.json"), WORKSHOP.resolve("package-lock.json")) < 0;
        try (Stream<Path> files = Files.list(SOURCE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, WORKSHOP.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Outcome node = run(List.of("node", "--version"));
        skipUnless(node.code() == 0, "there is no Node");
        if (!same) {
            Outcome installed = run(
                    INSTALL_SECONDS,
                    List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"),
                    Redirect.PIPE);
            skipUnless(installed.code() == 0, "npm could not install what judges");
        }
    }

    private static void skipUnless(boolean condition, String reason) {
        if (!condition) {
            System.out.println("SKIPPED: Clerk's JavaScript does not judge the emulator, since " + reason);
        }
        Assumptions.assumeTrue(condition, reason);
    }

    public static Outcome run(List<String> command) throws InterruptedException {
        return run(command, Redirect.PIPE);
    }

    public static Outcome run(List<String> command, Redirect input) throws InterruptedException {
        return run(JUDGE_SECONDS, command, input);
    }

    private static Outcome run(int seconds, List<String> command, Redirect input) throws InterruptedException {
        try {
            Path log = Files.createTempFile(WORKSHOP, "run", ".log");
            Process process = new ProcessBuilder(command)
                    .directory(WORKSHOP.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(input)
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                return new Outcome(-1, "not done after " + seconds + " s\n" + Files.readString(log));
            }
            return new Outcome(process.exitValue(), Files.readString(log));
        } catch (IOException e) {
            return new Outcome(-1, String.valueOf(e.getMessage()));
        }
    }
}
