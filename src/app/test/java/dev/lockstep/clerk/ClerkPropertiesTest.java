package dev.lockstep.clerk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.core.Secret;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClerkPropertiesTest {

    private static final URI ISSUER = URI.create("https://clerk.example.com");
    private static final Secret KEY = Secret.of("sk_test_x");

    @Test
    void readsTheAddressWithItsVersionHoweverItIsWritten() {
        for (String written : new String[] {
            "https://api.clerk.com", "https://api.clerk.com/", "https://api.clerk.com/v1", "https://api.clerk.com/v1/"
        }) {
            assertThat(ClerkProperties.of(URI.create(written), KEY, ISSUER).apiUrl())
                    .isEqualTo(URI.create("https://api.clerk.com/v1"));
        }
    }

    @Test
    void sendsTheKeyInClearTextNowhereButHere() {
        assertThat(ClerkProperties.of(URI.create("http://127.0.0.1:4000"), KEY, ISSUER)
                        .apiUrl())
                .hasPort(4000);
        assertThatThrownBy(() -> ClerkProperties.of(URI.create("http://api.clerk.com"), KEY, ISSUER))
                .hasMessageContaining("lockstep.clerk.api-url")
                .hasMessageContaining("CLERK_API_URL");
    }

    @Test
    void namesThePropertyThatIsWrong() {
        assertThatThrownBy(() -> new ClerkProperties(
                        URI.create("https://api.clerk.com"), KEY, ISSUER, "sk_test_oops", null, null, null))
                .hasMessageContaining("CLERK_PUBLISHABLE_KEY")
                .hasMessageNotContaining("sk_test_oops");
        assertThatThrownBy(() -> new ClerkProperties(
                        URI.create("https://api.clerk.com"), KEY, ISSUER, null, Duration.ZERO, null, null))
                .hasMessageContaining("connect-timeout");
    }
}
