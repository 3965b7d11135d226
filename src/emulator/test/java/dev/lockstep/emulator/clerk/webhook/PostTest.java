package dev.lockstep.emulator.clerk.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.core.Secret;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Receivers that never answer, and signatures that were made elsewhere. */
@Tag("wire")
class PostTest {

    private static final Signing SIGNING = new Signing(Secret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Message MESSAGE =
            new Message(1, "msg_1", "user.created", "{}", Message.State.WAITING, Message.Course.ONCE, 0, NOW, NOW);

    @Test
    void doesNotWaitForEver() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var post = new Post(SIGNING, Duration.ofMillis(200))) {
            var result = post.send(MESSAGE, address(silent.getLocalPort()), NOW);

            assertThat(result.taken()).isFalse();
            assertThat(result.status()).isNull();
            assertThat(result.error()).startsWith("No answer within");
        }
    }

    @Test
    void saysThatNobodyIsThere() throws Exception {
        int port;
        try (var gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }
        try (var post = new Post(SIGNING, Duration.ofSeconds(10))) {
            assertThat(post.send(MESSAGE, address(port), NOW).error()).isEqualTo("ConnectException");
        }
    }

    /** The values were computed by Node's crypto and by Svix's library. */
    @Test
    void signsAsOthersDo() {
        assertThat(SIGNING.signature(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        Instant.ofEpochSecond(1614265330),
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assertThat(SIGNING.signature(
                        "msg_utf8",
                        Instant.ofEpochSecond(1790000000),
                        "{\"name\":\"Zoë — 測試\"}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("v1,UnWLL4DjDzANXopEiYiGtdpF1Ie5FvEap0X/NowOYnk=");
    }

    @Test
    void refusesWhatIsNoSigningSecret() {
        assertThatThrownBy(() -> new Signing(Secret.of("sk_test_123")))
                .hasMessageContaining("whsec_")
                .hasMessageNotContaining("123");
    }

    private static URI address(int port) {
        return URI.create("http://127.0.0.1:" + port + "/");
    }
}
