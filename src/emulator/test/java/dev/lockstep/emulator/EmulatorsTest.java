package dev.lockstep.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmulatorsTest {

    @TempDir
    Path home;

    @Test
    void pointsTheApplicationAtThePlatformAndMakesItItsClient() {
        EmulatorKeys keys = EmulatorKeys.in(home);

        Map<String, Object> properties = new Emulators(home, keys).convex(1, 2, 3, "issuer", "client");

        assertThat(properties)
                .containsEntry("lockstep.convex.url", "http://127.0.0.1:1")
                .containsEntry("lockstep.project.provision-host", "http://127.0.0.1:3")
                .containsEntry("lockstep.project.dashboard-host", "http://127.0.0.1:3")
                .containsEntry("lockstep.project.oauth-client-id", keys.convexOauthClientId())
                .containsEntry(
                        "lockstep.project.oauth-client-secret",
                        keys.convexOauthClientSecret().reveal());
    }

    /** The keys of people's tools stay when a version comes that has more of them. */
    @Test
    void addsKeysThatAnOlderVersionDidNotKnow() throws IOException {
        Path file = home.resolve("emulator").resolve("keys");
        EmulatorKeys first = EmulatorKeys.in(home);
        Files.write(
                file,
                Files.readAllLines(file).stream()
                        .filter(line -> !line.startsWith("convexOauth"))
                        .toList());

        EmulatorKeys second = EmulatorKeys.in(home);

        assertThat(second.platform()).isEqualTo(first.platform());
        assertThat(second.convexOauthClientId()).isNotBlank().isNotEqualTo(first.convexOauthClientId());
        assertThat(EmulatorKeys.in(home)).isEqualTo(second);
    }
}
