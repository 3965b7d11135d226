package dev.lockstep.project.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.confine.NetworkPolicy;
import dev.lockstep.sandbox.local.LocalSandboxes;
import dev.lockstep.sandbox.process.Sandbox;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project's code, brought to another sandbox. */
class CodeCopyTest {

    @TempDir
    private Path home;

    @Test
    void makesTheCodeThereWhatItIsHere() {
        var settings = new LocalSandboxes.Settings(
                home, null, System.getenv("PATH"), Map.of(), 0, NetworkPolicy.of(List.of()), false, false);
        try (var sandboxes = new LocalSandboxes(settings, Clock.systemUTC())) {
            Assumptions.assumeTrue(sandboxes.problem().isEmpty(), "Skipped: needs Node and npm");
            Sandbox here = sandboxes.open("here");
            Sandbox there = sandboxes.open("there");
            here.write(Map.of(
                    "package.json", "{}",
                    "convex/messages.ts", "new",
                    "convex/deep/er/one.ts", "one",
                    "convex/_generated/api.js", "here's",
                    ".env.local", "CONVEX_URL=here",
                    "notes.txt", "mine"));
            there.write(Map.of(
                    "convex/messages.ts", "old",
                    "convex/gone.ts", "gone",
                    "convex/_generated/api.js", "there's",
                    ".env.local", "CONVEX_URL=there"));

            CodeCopy.bring(here, there);

            assertThat(CodeCopy.paths(there)).containsExactly("convex/deep/er/one.ts", "convex/messages.ts");
            assertThat(there.read("convex/messages.ts")).contains("new");
            assertThat(there.read("package.json")).contains("{}");
            assertThat(there.read("convex/_generated/api.js")).contains("there's");
            assertThat(there.read(".env.local")).contains("CONVEX_URL=there");
            assertThat(there.read("notes.txt")).isEmpty();
        }
    }
}
