package dev.lockstep.core.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each round is held until the test lets it go, so that nothing here depends on how fast anything is. */
@Timeout(60)
class PollingLoopTest {

    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final Duration NO_PATIENCE = Duration.ofMillis(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final BlockingQueue<Thread> begun = new LinkedBlockingQueue<>();
    private final Semaphore mayEnd = new Semaphore(0);
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private PollingLoop loop = new PollingLoop("test-loop", NEVER, this::round);

    @AfterEach
    void stop() {
        mayEnd.release(1000);
        loop.stop(PATIENCE);
    }

    @Test
    void beginsWithARoundOnAThreadOfItsOwn() throws Exception {
        loop.start();

        Thread thread = begun.take();

        assertThat(thread.getName()).isEqualTo("test-loop");
        assertThat(thread.isDaemon()).isTrue();
        assertThat(loop.isRunning()).isTrue();
    }

    @Test
    void goesRoundAtItsPaceWhenNobodyNudges() throws Exception {
        loop = new PollingLoop("test-loop", AT_ONCE, this::round);
        mayEnd.release(3);

        loop.start();

        assertThat(begun.take()).isSameAs(begun.take()).isSameAs(begun.take());
    }

    @Test
    void goesRoundAtOnceWhenNudged() throws Exception {
        mayEnd.release();
        loop.start();
        begun.take();

        loop.nudge();

        assertThat(begun.take()).isNotNull();
    }

    /** However many ask during a round, one further round sees what all of them have stored before. */
    @Test
    void goesRoundOnceMoreAfterNudgesDuringARound() throws Exception {
        loop.start();
        begun.take();
        loop.nudge();
        loop.nudge();
        loop.nudge();

        mayEnd.release();
        begun.take();
        mayEnd.release();
        loop.stop(PATIENCE);

        assertThat(begun).isEmpty();
    }

    @Test
    void outlivesARoundThatFails() throws Exception {
        var rounds = new AtomicInteger();
        loop = new PollingLoop("test-loop", AT_ONCE, () -> {
            switch (rounds.incrementAndGet()) {
                case 1 -> throw new IllegalStateException("for the test");
                case 2 -> throw new AssertionError("for the test");
                default -> round();
            }
        });

        loop.start();

        assertThat(begun.take()).isNotNull();
    }

    @Test
    void stopsWhileItPausesWithoutWaitingForItsPace() throws Exception {
        mayEnd.release();
        loop.start();
        Thread thread = begun.take();

        loop.stop(PATIENCE);

        assertThat(thread.isAlive()).isFalse();
        assertThat(loop.isRunning()).isFalse();
    }

    @Test
    void doesNothingWhenItIsStoppedOrStartedTwice() throws Exception {
        loop.stop(PATIENCE);
        loop.start();
        loop.start();
        begun.take();
        mayEnd.release();
        loop.stop(PATIENCE);
        loop.stop(PATIENCE);

        assertThat(begun).isEmpty();
    }

    @Test
    void startsAgainAfterItWasStopped() throws Exception {
        mayEnd.release(2);
        loop.start();
        begun.take();
        loop.stop(PATIENCE);

        loop.start();

        assertThat(begun.take()).isNotNull();
    }

    /**
     * A delivery took longer than the stop waited, and the loop was started again meanwhile: the old thread saw that it
     * runs and went on beside the new one.
     */
    @Test
    void goesOneRoundAtATimeAlsoWhenItIsStartedDuringOne() throws Exception {
        loop.start();
        Thread old = begun.take();
        loop.stop(NO_PATIENCE);

        loop.start();
        mayEnd.release();
        Thread young = begun.take();
        old.join();
        mayEnd.release();
        loop.stop(PATIENCE);

        assertThat(young).isNotSameAs(old);
        assertThat(mostAtOnce).hasValue(1);
        assertThat(begun).isEmpty();
    }

    @Test
    void isNoMoreRunningWhenSomebodyInterruptsIt() throws Exception {
        mayEnd.release();
        loop.start();
        Thread thread = begun.take();

        thread.interrupt();
        thread.join();

        assertThat(loop.isRunning()).isFalse();
    }

    private void round() {
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        begun.add(Thread.currentThread());
        mayEnd.acquireUninterruptibly();
        atOnce.decrementAndGet();
    }
}
