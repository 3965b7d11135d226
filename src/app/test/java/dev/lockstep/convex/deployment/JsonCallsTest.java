package dev.lockstep.convex.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.convex.outside.Outside;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How often Convex is asked, and how long somebody waits for it. */
@Tag("wire")
class JsonCallsTest {

    private static final Duration LIMIT = Duration.ofMillis(400);

    private final MockWebServer server = new MockWebServer();
    private final JsonCalls calls = new JsonCalls(LIMIT, Outside.EVERYWHERE);

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void close() {
        calls.close();
        server.close();
    }

    /** Four time limits went by, a minute, before a person was told that a deployment does not answer. */
    @Test
    void asksOnceWhatDoesNotAnswerInTime() {
        for (int i = 0; i < 4; i++) {
            server.enqueue(new MockResponse.Builder()
                    .headersDelay(30, TimeUnit.SECONDS)
                    .build());
        }

        PlatformProblem problem =
                catchThrowableOfType(PlatformProblem.class, () -> calls.get(server.url("/slow"), null));

        assertThat(problem.code()).isEqualTo(PlatformProblem.UNREACHABLE);
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void asksAgainWhatFailsAtOnce() {
        server.enqueue(new MockResponse.Builder().code(500).build());
        server.enqueue(new MockResponse.Builder().body("{\"found\":true}").build());

        assertThat(calls.get(server.url("/shaky"), null).path("found").asBoolean())
                .isTrue();
        assertThat(server.getRequestCount()).isEqualTo(2);
    }
}
