package dev.lockstep.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.core.Problem;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both emulators by their one door. */
@Tag("wire")
class EmulatorTest {

    @TempDir
    Path home;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void startsBothWithKeysOfTheirOwnAndFindsThemAgain() throws Exception {
        EmulatorKeys first;
        try (Emulator emulator = Emulator.start(home)) {
            first = emulator.keys();
            assertThat(get(emulator.urls().convex().resolve("/version"), "")).isEqualTo(200);
            assertThat(get(emulator.urls().clerk().resolve("/.well-known/jwks.json"), ""))
                    .isEqualTo(200);
            URI people = emulator.urls().clerk().resolve("/v1/users");
            assertThat(get(people, "Bearer " + first.clerk().reveal())).isEqualTo(200);
            assertThat(get(people, "Bearer sk_test_of_somebody_else")).isEqualTo(401);
            assertThat(get(
                            emulator.urls().platform().resolve("/v1/token_details"),
                            "Bearer " + first.platform().reveal()))
                    .isEqualTo(200);
        }
        try (Emulator emulator = Emulator.start(home)) {
            assertThat(emulator.keys()).isEqualTo(first);
            emulator.close();
        }
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

    @Test
    void saysWhichPortIsTakenBeforeAnythingStarts() throws IOException {
        try (var taken = new ServerSocket(0)) {
            var ports = new EmulatorPorts(0, 0, 0, taken.getLocalPort());

            assertThatThrownBy(() -> Emulator.start(home, ports, Clock.systemUTC()))
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem -> assertThat(problem.sentence())
                                    .contains(String.valueOf(taken.getLocalPort()), "the platform of Convex"));
        }
    }

    private int get(URI address, String authorization) throws Exception {
        var request = HttpRequest.newBuilder(address);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
}
