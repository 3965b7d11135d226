package dev.lockstep.core;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LimitedLogTest {

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final ManualClock clock = ManualClock.standing();
    private LimitedLog log;

    @BeforeEach
    void listen() {
        // A context of its own: others configure the one that the process shares.
        var logger = new LoggerContext().getLogger("limited");
        lines.start();
        logger.addAppender(lines);
        log = new LimitedLog(logger, clock, 3);
    }

    private List<String> said() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void writesSoManyLinesAMinuteAndSaysHowManyItLeftOut() {
        for (int i = 1; i <= 1000; i++) {
            log.warn("refused {}", i);
        }
        assertThat(said()).containsExactly("refused 1", "refused 2", "refused 3");

        clock.advance(Duration.ofMinutes(1));
        log.warn("refused {}", "again");

        assertThat(said().subList(3, 5))
                .containsExactly("… 997 more lines like the next one were left out", "refused again");
    }

    @Test
    void goesOnWhenTheClockIsPutBack() {
        for (int i = 1; i <= 4; i++) {
            log.warn("refused {}", i);
        }
        clock.advance(Duration.ofDays(-1));

        log.warn("refused {}", "yesterday");

        assertThat(said()).endsWith("refused yesterday");
    }
}
