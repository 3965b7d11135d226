package dev.lockstep.kit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinService;
import com.vaadin.flow.server.VaadinSession;
import com.vaadin.flow.server.communication.PushConnection;
import com.vaadin.flow.shared.communication.PushMode;
import dev.lockstep.ViewTest;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
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

    /** A flood of news costs no more than one reading after the one that is under way, and the latest wins. */
    @Test
    @WithAnonymousUser
    void readsOnceMoreForAllNewsThatComeWhileItReads() {
        var shown = new Div();
        UI.getCurrent().add(shown);
        var reads = new AtomicInteger();
        var value = new AtomicReference<>("first");
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        Runnable news = Live.of(shown)
                .follow(
                        watcher -> () -> {},
                        () -> {
                            String read = value.get();
                            if (reads.incrementAndGet() == 1) {
                                begun.countDown();
                                await(go);
                            }
                            return read;
                        },
                        shown::setText);

        news.run();
        await(begun);
        value.set("last");
        IntStream.range(0, 1000).forEach(i -> news.run());
        go.countDown();

        awaitUntil(() -> shown.getText().equals("last"));
        assertThat(reads).hasValue(2);
    }

    @Test
    @WithAnonymousUser
    void followsUntilItsComponentLeavesThePage() {
        var shown = new Div();
        UI.getCurrent().add(shown);
        var reads = new AtomicInteger();
        var ended = new AtomicInteger();
        Runnable news = Live.of(shown).follow(watcher -> ended::incrementAndGet, reads::incrementAndGet, value -> {});

        UI.getCurrent().remove(shown);
        news.run();

        assertThat(ended).hasValue(1);
        assertThat(reads).hasValue(0);
    }

    /**
     * Somebody with two tabs missed news now and then, until their next click: leaving the lock pushes one page after the
     * other, and what came up for the first meanwhile was run before the second was pushed.
     */
    @Test
    @WithAnonymousUser
    void pushesWhatComesUpForAPageWhileItsSessionsPagesArePushed() {
        VaadinSession session = VaadinSession.getCurrent();
        openPage(session);
        // In the order in which they are pushed.
        List<UI> pages = List.copyOf(session.getUIs());
        UI first = pages.get(0);
        UI second = pages.get(1);
        var shown = new Div();
        first.add(shown);
        Live live = Live.of(shown);
        var pushed = new LinkedBlockingQueue<String>();
        var news = new AtomicInteger();
        push(first, () -> {
            pushed.add(shown.getText());
            if (news.getAndIncrement() == 0) {
                inAnotherThread(() -> live.show(() -> shown.setText("late")));
            }
        });
        push(second, () -> {});

        shown.setText("early");
        session.unlock();
        try {
            Awaitility.await().until(() -> pushed.contains("late"));
        } finally {
            session.lock();
        }

        assertThat(pushed).containsExactly("early", "late");
    }

    private static void openPage(VaadinSession session) {
        var page = new UI();
        page.getInternals().setSession(session);
        page.doInit(VaadinRequest.getCurrent(), session.getNextUIid(), "other");
        session.addUI(page);
    }

    /** In place of a browser's connection: takes what is to be sent, and says so. */
    private static void push(UI ui, Runnable taken) {
        ui.getPushConfiguration().setPushMode(PushMode.AUTOMATIC);
        ui.getInternals().setPushConnection(new PushConnection() {
            @Override
            public void push() {
                ui.getInternals().getStateTree().collectChanges(change -> {});
                taken.run();
            }

            @Override
            public void disconnect() {}

            @Override
            public boolean isConnected() {
                return true;
            }
        });
    }

    private static void inAnotherThread(Runnable work) {
        try {
            Thread.ofVirtual().start(work).join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
