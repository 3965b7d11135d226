package dev.lockstep.emulator.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.core.ManualClock;
import dev.lockstep.emulator.Emulator;
import dev.lockstep.emulator.EmulatorKeys;
import dev.lockstep.emulator.EmulatorUrls;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("wire")
@ExtendWith(EmulatorExtension.class)
class EmulatorExtensionTest {

    private static Emulator seen;

    @Test
    void givesWhatATestAsksFor(@Emulated Emulator emulator, @Emulated EmulatorUrls urls, @Emulated EmulatorKeys keys) {
        assertThat(urls).isEqualTo(emulator.urls());
        assertThat(keys).isEqualTo(emulator.keys());
        assertSame(emulator);
    }

    @Test
    void startsOnceForAllTestsOfAClass(@Emulated Emulator emulator) {
        assertSame(emulator);
    }

    @Test
    void livesByTheClockThatTheTestMoves(
            @Emulated EmulatorUrls urls, @Emulated EmulatorKeys keys, @Emulated ManualClock clock) throws Exception {
        clock.advance(Duration.ofDays(400));

        var made = HttpRequest.newBuilder(urls.clerk().resolve("/v1/users"))
                .header("Authorization", "Bearer " + keys.clerk().reveal())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"email_address\":[\"somebody.new@example.com\"],\"skip_password_requirement\":true}"))
                .build();
        JsonNode person = JsonMapper.shared()
                .readTree(HttpClient.newHttpClient()
                        .send(made, BodyHandlers.ofString())
                        .body());

        assertThat(Instant.ofEpochMilli(person.path("created_at").asLong()))
                .isAfter(Instant.now().plus(Duration.ofDays(399)));
    }

    private static void assertSame(Emulator emulator) {
        assertThat(seen == null || seen == emulator).isTrue();
        seen = emulator;
    }
}
