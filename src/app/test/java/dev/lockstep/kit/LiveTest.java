package dev.lockstep.kit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.server.VaadinService;
import dev.lockstep.ViewTest;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.security.test.context.support.WithAnonymousUser;

/**
 * What a page leaves to others. A clean stop of the application used to end in an error with a trace for every page whose work
 * was under way: the database was closed before it.
 */
class LiveTest extends ViewTest {

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Live.class);

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
    }

    @Test
    @WithAnonymousUser
    void tellsTheLogAndThePageWhenItsWorkFails() {
        var shown = new Div();
        UI.getCurrent().add(shown);

        Live.of(shown)
                .run(
                        () -> {
                            throw new IllegalStateException("broken");
                        },
                        done -> shown.setText("done"),
                        failure -> shown.setText("failed: " + failure.getMessage()));

        awaitUntil(() -> shown.getText().equals("failed: broken"));
        assertThat(log.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.ERROR);
    }

    /** A sentence that the person gets is no news for whoever reads the log, however often it is asked for. */
    @Test
    @WithAnonymousUser
    void leavesOneLineAndNoTraceOfWhatIsRefused() {
        var shown = new Div();
        UI.getCurrent().add(shown);

        Live.of(shown)
                .run(
                        () -> {
                            throw new Problem(new ProblemCode("Odd"), Problem.Kind.PERMANENT, "It is odd.", "Do it.");
                        },
                        done -> {},
                        failure -> shown.setText("failed: " + failure.getMessage()));

        awaitUntil(() -> shown.getText().startsWith("failed"));
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("Work for a page was refused code=Odd kind=PERMANENT");
        assertThat(log.list.getFirst().getThrowableProxy()).isNull();
    }

    @Test
    @WithAnonymousUser
    void makesNoErrorOfWorkThatTheEndOfTheApplicationCutsShort() {
        var shown = new Div();
        UI.getCurrent().add(shown);
        var stopped = new CountDownLatch(1);
        Live.of(shown)
                .run(
                        () -> {
                            await(stopped);
                            throw new IllegalStateException("EntityManagerFactory is closed");
                        },
                        done -> {},
                        failure -> {});

        VaadinService.getCurrent().destroy();
        stopped.countDown();

        awaitUntil(() -> !log.list.isEmpty());
        assertThat(log.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.INFO);
        assertThat(log.list.getFirst().getThrowableProxy()).isNull();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
