package dev.lockstep.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vaadin.flow.server.VaadinService;
import dev.lockstep.ViewTest;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.security.test.context.support.WithAnonymousUser;

/** How often a page reads, with a calm that the test ends. */
class FollowingTest extends ViewTest {

    private final BlockingQueue<Runnable> calm = new LinkedBlockingQueue<>();
    private final AtomicInteger now = new AtomicInteger();
    private final List<Integer> shown = new CopyOnWriteArrayList<>();

    /** Failures and webhooks each kept pages from reading at every piece of news, in ways of their own. */
    @Test
    @WithAnonymousUser
    void readsTheFirstNewsAtOnceAndTheRestAtTheEndOfTheCalm() throws InterruptedException {
        var following = following();

        following.run();
        Runnable goOn = calm.take();
        assertThat(shown).containsExactly(0);

        IntStream.range(0, 1000).forEach(i -> {
            now.incrementAndGet();
            following.run();
        });
        assertThat(shown).containsExactly(0);

        goOn.run();
        assertThat(shown).containsExactly(0, 1000);
        calm.take().run();
        assertThat(calm).isEmpty();
        assertThat(shown).hasSize(2);

        following.run();
        await().until(() -> shown.size() == 3);
    }

    @Test
    @WithAnonymousUser
    void readsNothingAfterItsEnd() throws InterruptedException {
        var following = following();
        following.run();
        Runnable goOn = calm.take();
        following.run();

        following.end();
        goOn.run();

        assertThat(shown).hasSize(1);
        assertThat(calm).isEmpty();
    }

    /** The page of a demoted administrator stays open: it wrote an error with a trace at each piece of news. */
    @Test
    @WithAnonymousUser
    void readsNothingThatItsPersonMayNotReadAnyMore() throws InterruptedException {
        var reads = new AtomicInteger();
        var following = new Following<Integer>(
                () -> {
                    reads.incrementAndGet();
                    throw new SecurityException("Only administrators see failures");
                },
                shown::add,
                Stopping.of(VaadinService.getCurrent()),
                calm::add);

        following.run();
        calm.take().run();
        following.run();

        assertThat(reads).hasValue(1);
        assertThat(calm).isEmpty();
    }

    private Following<Integer> following() {
        return new Following<>(now::get, shown::add, Stopping.of(VaadinService.getCurrent()), calm::add);
    }
}
