package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The official CLI at the versions of its table in the README, as far as they run on Node 20. In nightly runs only, since
 * each version is installed.
 */
@Tag("wire")
@EnabledIfSystemProperty(named = "others.software", matches = "true")
class CommandLineVersionsTest {

    @TempDir
    Path folder;

    private NodeProject project;

    @ParameterizedTest
    @ValueSource(strings = {"1.28.0", "1.31.0", "1.36.0", "1.40.0", "1.43.0", "1.48.0"})
    void dealsWithADeployment(String version) {
        try (var emulator = ConvexEmulator.start(
                new ConvexEmulator.Settings(0, 0, folder.resolve("home"), "versions", EmulatorClient.KEY))) {
            String url = emulator.url().toString();
            project = NodeProject.create(folder.resolve("project"), NodeProject.selfHosted(url), version);
            // Its functions need the library of 1.41.
            project.write("convex/surface.ts", "export {};");

            pushes(url);
            calls();
            keepsVariables();
            movesData();
            assertThat(ok("function-spec")).contains("live.js:list");
            assertThat(ok("network-test", "--timeout", "10")).contains("Network test passed");
        }
    }

    private String ok(String... arguments) {
        var ended = project.convex(arguments);
        assertThat(ended.status()).as(ended.output()).isZero();
        return ended.output();
    }

    private void pushes(String url) {
        assertThat(ok("dev", "--once", "--typecheck=disable")).contains("Convex functions ready!");
        assertThat(ok("deploy", "--typecheck=disable", "-y")).contains("Deployed Convex functions to " + url);
        ok("codegen", "--typecheck=disable");
    }

    private void calls() {
        ok("run", "live:send", "{\"room\":\"all\",\"body\":\"said\"}");
        assertThat(ok("run", "live:list", "{\"room\":\"all\"}")).contains("said");
        try (var following = project.start("logs", "--history", "5", "--success")) {
            following.await("M(live:send)");
        }
    }

    private void keepsVariables() {
        ok("env", "set", "LISTED", "yes");
        assertThat(ok("env", "list")).contains("LISTED=yes");
        assertThat(ok("env", "get", "LISTED")).contains("yes");
        ok("env", "remove", "LISTED");
    }

    private void movesData() {
        assertThat(ok("data")).contains("messages");
        assertThat(ok("data", "messages")).contains("said");
        project.write("rows.jsonl", "{\"n\":1}\n{\"n\":2}\n");
        assertThat(ok("import", "--table", "rows", "rows.jsonl", "-y")).contains("Added 2 documents");
        ok("export", "--path", "all.zip");
        assertThat(ok("import", "--replace-all", "all.zip", "-y")).contains("Added");
    }
}
