package dev.lockstep.project.ui.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.project.Connection;
import dev.lockstep.project.attempt.ConnectStep;
import dev.lockstep.project.connection.Connected;
import dev.lockstep.project.server.DevServer;
import java.util.Arrays;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Of two states no one reads the same word: what looks connected is. */
class WordsTest {

    private static final ResourceBundle WORDS = ResourceBundle.getBundle("vaadin-i18n.translations", Locale.ROOT);

    private record Named(String prefix, Enum<?>[] states) {}

    static Stream<Named> states() {
        return Stream.of(
                new Named("connection.", Connection.Kind.values()),
                new Named("connection.", Connected.State.values()),
                new Named("dev.status.", DevServer.Status.values()),
                new Named("connect.step.", ConnectStep.values()));
    }

    @ParameterizedTest
    @MethodSource
    void states(Named named) {
        assertThat(Arrays.stream(named.states()).map(state -> WORDS.getString(named.prefix() + state.name())))
                .hasSameSizeAs(named.states())
                .doesNotHaveDuplicates()
                .noneMatch(String::isBlank);
    }
}
