package dev.lockstep.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.emulator.convex.ConvexEmulator;
import dev.lockstep.sandbox.process.ProcessRequest;
import dev.lockstep.sandbox.process.Sandbox;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From a click to a deployment that is ready, in parts: npm with an empty and with a filled cache, a start of Node through
 * the launcher, the CLI's own start, and a push. Prints {@code bench <name> <figure> <unit>}. Other work on the machine and
 * the way to npm's registry disturb the figures.
 */
@Tag("bench")
class LocalConvexBenchmark {

    @TempDir
    Path folder;

    private interface Step {
        void run() throws Exception;
    }

    private static void time(String name, Step step) throws Exception {
        long start = System.nanoTime();
        step.run();
        System.out.printf(Locale.ROOT, "bench sandbox-%s %.2f s%n", name, (System.nanoTime() - start) / 1e9);
    }

    private static void succeed(Sandbox sandbox, ProcessRequest request) {
        assertThat(sandbox.start(request).exited().join().isSuccess()).isTrue();
    }

    @Test
    void getsReady() throws Exception {
        try (var sandboxes = LocalHome.open(folder.resolve("home"));
                var convex = ConvexEmulator.start(
                        new ConvexEmulator.Settings(0, 0, folder.resolve("convex"), "local", ConvexProject.KEY))) {
            String url = convex.url().toString();
            time("find-node", () -> assertThat(sandboxes.problem()).isEmpty());
            for (String cache : new String[] {"cold", "warm"}) {
                Sandbox sandbox = sandboxes.open(cache);
                sandbox.write(ConvexProject.files());
                time("npm-" + cache, () -> sandbox.installDependencies(progress -> {}));
                time("npm-unchanged-" + cache, () -> sandbox.installDependencies(progress -> {}));
                time("node-" + cache, () -> succeed(sandbox, ProcessRequest.of("node", "node", "-v")));
                time(
                        "cli-" + cache,
                        () -> succeed(
                                sandbox,
                                ProcessRequest.of("cli", "node", "node_modules/convex/bin/main.js", "--version")));
                time("push-" + cache, () -> succeed(sandbox, ConvexProject.dev(url, "--once")));
                sandbox.write(Map.copyOf(ConvexProject.version(2)));
                time("push-again-" + cache, () -> succeed(sandbox, ConvexProject.dev(url, "--once")));
                sandbox.destroy();
            }
        }
    }
}
