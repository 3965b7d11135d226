package dev.lockstep.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.emulator.Emulator;
import dev.lockstep.emulator.EmulatorPorts;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmulatorRunTest {

    @TempDir
    Path home;

    @Test
    void pointsTheApplicationAtThePlatformAndMakesItItsClient() {
        try (Emulator emulator = Emulator.in(home, EmulatorPorts.FREE, Clock.systemUTC())) {
            Map<String, Object> properties = new EmulatorRun(home, emulator).convex("issuer", "client");

            String platform = emulator.urls().platform().toString();
            assertThat(properties)
                    .containsEntry(
                            "lockstep.convex.url", emulator.urls().convex().toString())
                    .containsEntry("lockstep.project.provision-host", platform)
                    .containsEntry("lockstep.project.dashboard-host", platform)
                    .containsEntry(
                            "lockstep.project.oauth-client-id", emulator.keys().convexOauthClientId())
                    .containsEntry(
                            "lockstep.project.oauth-client-secret",
                            emulator.keys().convexOauthClientSecret().reveal());
        }
    }
}
