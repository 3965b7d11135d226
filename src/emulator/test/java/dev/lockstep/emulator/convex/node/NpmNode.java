package dev.lockstep.emulator.convex.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;

/** A Node of another version than this machine's, brought by npm once and kept below {@code target}. */
final class NpmNode {

    private NpmNode() {}

    /** Skips the test where npm does not bring it. */
    static Path of(int version) throws IOException, InterruptedException {
        Path folder = Path.of("target/node-" + version).toAbsolutePath();
        Path node = folder.resolve("node_modules/" + name() + "/bin/node");
        if (!Files.isExecutable(node)) {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("package.json"), "{\"private\":true}");
            Process npm = new ProcessBuilder("npm", "install", "--no-audit", "--no-fund", name() + "@" + version)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("npm.log").toFile())
                    .start();
            Assumptions.assumeTrue(
                    npm.waitFor() == 0 && Files.isExecutable(node), "Skipped: npm does not bring Node " + version);
        }
        return node;
    }

    private static String name() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String processor = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
        return "node-" + system + "-" + processor;
    }
}
