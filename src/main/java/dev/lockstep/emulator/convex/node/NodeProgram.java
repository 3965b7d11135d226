package dev.lockstep.emulator.convex.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Node on this machine's PATH, if there is one that is new enough. Looked for once. */
final class NodeProgram {

    private static final int OLDEST = 18;
    private static final Pattern VERSION = Pattern.compile("v(\\d+)\\..*");

    private NodeProgram() {}

    private static final class Found {
        private static final boolean THERE = look();
    }

    static boolean isThere() {
        return Found.THERE;
    }

    /** Starts a script with nothing of this process's environment but where programs are. */
    static Process start(Path script, Path folder) throws IOException {
        var builder = new ProcessBuilder(
                        List.of("node", "--enable-source-maps=false", script.toString(), folder.toString()))
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(List.of("PATH", "SystemRoot", "TMPDIR", "TEMP"));
        return builder.start();
    }

    private static boolean look() {
        try {
            Process process = new ProcessBuilder("node", "--version")
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
