package dev.lockstep.account.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ClerkWritesTest {

    private static final String PREFIX = "lockstep.account.clerk-writes";

    private static ClerkWrites bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate(PREFIX, ClerkWrites.class);
    }

    @Test
    void keepsClerksLimitWithoutAnySetting() {
        assertThat(bind(Map.of())).isEqualTo(new ClerkWrites(10, 800, Duration.ofSeconds(10)));
    }

    @Test
    void saysWhichFigureIsWrong() {
        assertThatThrownBy(() -> bind(Map.of(PREFIX + ".total", "5")))
                .rootCause()
                .hasMessage(PREFIX + ".total is at least what one person may write (10), not 5");
        assertThatThrownBy(() -> bind(Map.of(PREFIX + ".period", "0s")))
                .rootCause()
                .hasMessageStartingWith(PREFIX + ".period is longer than nothing");
    }
}
