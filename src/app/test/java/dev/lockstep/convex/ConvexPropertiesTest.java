package dev.lockstep.convex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ConvexPropertiesTest {

    @Test
    void needsAnAddressAlone() {
        ConvexProperties properties = bind(Map.of("lockstep.convex.url", "http://127.0.0.1:3210"));

        assertThat(properties)
                .isEqualTo(new ConvexProperties(
                        URI.create("http://127.0.0.1:3210"), Duration.ofSeconds(2), Duration.ofSeconds(8)));
    }

    @ParameterizedTest
    @CsvSource({
        "lockstep.convex.connect-timeout, 1s, LOCKSTEP_CONVEX_URL",
        "lockstep.convex.url, convex.example, LOCKSTEP_CONVEX_URL",
        "lockstep.convex.url, ftp://example.com, LOCKSTEP_CONVEX_URL",
        "lockstep.convex.url, http://user:secret@example.com, LOCKSTEP_CONVEX_URL",
        "lockstep.convex.url, https://example.com?key=secret, LOCKSTEP_CONVEX_URL",
    })
    void namesTheVariableThatIsMissingOrWrong(String name, String value, String variable) {
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> bind(Map.of(name, value)))
                .withStackTraceContaining(variable);
    }

    @Test
    void keepsAPasswordInAnAddressOutOfItsMessage() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new ConvexProperties(
                        URI.create("http://user:secret@example.com"), Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .withMessageNotContaining("secret");
    }

    @Test
    void refusesAnEmptyTime() {
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> bind(
                        Map.of("lockstep.convex.url", "http://127.0.0.1:3210", "lockstep.convex.call-timeout", "0s")))
                .withStackTraceContaining("lockstep.convex.call-timeout must be longer than zero");
    }

    private static ConvexProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bind("lockstep.convex", ConvexProperties.class)
                .get();
    }
}
