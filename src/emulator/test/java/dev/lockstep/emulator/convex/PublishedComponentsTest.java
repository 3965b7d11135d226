package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.emulator.convex.NodeProject.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twelve components that Convex publishes at npm, at the versions of their table in the README: pushed together by the
 * official CLI, and each used as its own README shows. In nightly runs only, since it takes a minute or two.
 */
@Tag("wire")
@EnabledIfSystemProperty(named = "others.software", matches = "true")
class PublishedComponentsTest {

    @TempDir
    Path folder;

    @Test
    void workAsTheirReadmesShow() {
        try (var emulator = ConvexEmulator.start(
                new ConvexEmulator.Settings(0, 0, folder.resolve("home"), "components", EmulatorClient.KEY))) {
            String url = emulator.url().toString();
            NodeProject project = NodeProject.components(folder.resolve("project"), NodeProject.selfHosted(url));
            Ended pushed = project.convex("dev", "--once", "--typecheck=disable");
            assertThat(pushed.output()).contains("Convex functions ready!");

            Ended played = project.node("play.mjs", url, emulator.siteUrl().toString());

            assertThat(played.output()).endsWith("components passed\n");
            assertThat(played.status()).isZero();
        }
    }
}
