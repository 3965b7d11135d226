package dev.lockstep.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.ChildRun;
import dev.lockstep.core.EnvFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The emulators as somebody starts them who has nothing of ours but the program. */
@Tag("wire")
class EmulatorMainTest {

    private static final Map<String, String> FREE = Map.of(
            "LOCKSTEP_EMULATOR_CLERK_PORT", "0",
            "LOCKSTEP_EMULATOR_CONVEX_PORT", "0",
            "LOCKSTEP_EMULATOR_CONVEX_SITE_PORT", "0",
            "LOCKSTEP_EMULATOR_PLATFORM_PORT", "0");

    @TempDir
    Path folder;

    @Test
    void servesBothAndWritesDownWhere() throws Exception {
        var environment = new HashMap<>(FREE);
        environment.put("LOCKSTEP_HOME", folder.resolve("home").toString());
        try (ChildRun run = ChildRun.of(environment, EmulatorMain.class, folder.resolve("output"))) {
            run.awaitLine("Clerk and Convex are emulated here");

            var variables = EnvFile.read(Files.readString(folder.resolve("home/emulator.env")))
                    .values();
            assertThat(variables).containsKeys("CLERK_SECRET_KEY", "CONVEX_ADMIN_KEY", "CONVEX_PLATFORM_TOKEN");
            variables.forEach((name, value) -> {
                if (EmulatorVariables.isSecret(name)) {
                    assertThat(run.output()).doesNotContain(value);
                }
            });
            var version = HttpRequest.newBuilder(URI.create(variables.get("CONVEX_URL") + "/version"))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(version, BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
            run.stop();
        }
    }

    @Test
    void saysWhichVariableIsNoPort() throws Exception {
        var environment = new HashMap<>(FREE);
        environment.put("LOCKSTEP_HOME", folder.resolve("home").toString());
        environment.put("LOCKSTEP_EMULATOR_CONVEX_PORT", "many");
        try (ChildRun run = ChildRun.of(environment, EmulatorMain.class, folder.resolve("output"))) {
            assertThat(run.awaitExit()).isEqualTo(1);
            assertThat(run.output()).contains("LOCKSTEP_EMULATOR_CONVEX_PORT is not a port, but “many”.");
        }
    }
}
