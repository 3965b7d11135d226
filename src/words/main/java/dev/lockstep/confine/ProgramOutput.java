package dev.lockstep.confine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a program says that is asked something short: of its version, its options. */
final class ProgramOutput {

    private static final int PATIENCE_SECONDS = 10;

    private ProgramOutput() {}

    /** Both of its outputs, stripped; a sentence when it does not end within 10 s. At most what a pipe holds, some 64 KB. */
    static String of(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return "it did not end within " + PATIENCE_SECONDS + " s";
        }
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
