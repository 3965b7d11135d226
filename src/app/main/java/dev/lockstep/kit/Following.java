package dev.lockstep.kit;

import dev.lockstep.core.Problem;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thing that is read again at news: at once at the first, by one thread at a time, and after that once in a while for all
 * that came meanwhile. Holds how many pieces of news have not been read for; does not hold what was read.
 */
final class Following<T> implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Live.class);

    /** Many rows may move in one moment; nobody sees more than so many changes of a page. */
    private static final long CALM_MILLIS = 250;

    /** One thread after the other, each {@link #CALM_MILLIS} from now. */
    static final Executor CALM =
            CompletableFuture.delayedExecutor(CALM_MILLIS, TimeUnit.MILLISECONDS, Following::start);

    private final Supplier<T> read;
    private final Consumer<T> show;
    private final Stopping stopping;
    private final Executor calm;
    private final AtomicInteger news = new AtomicInteger();
    private volatile boolean ended;

    /** @param calm where it goes on once what was shown has been seen, on another thread */
    Following(Supplier<T> read, Consumer<T> show, Stopping stopping, Executor calm) {
        this.read = read;
        this.show = show;
        this.stopping = stopping;
        this.calm = calm;
    }

    /** There is news. */
    @Override
    public void run() {
        if (!ended && news.getAndIncrement() == 0) {
            start(this::catchUp);
        }
    }

    void end() {
        ended = true;
    }

    private static void start(Runnable work) {
        Thread.ofVirtual().name("page-follow").start(work);
    }

    private void catchUp() {
        int seen = news.get();
        if (!ended) {
            readOnce();
            calm.execute(() -> goOn(seen));
        }
    }

    private void goOn(int seen) {
        if (!news.compareAndSet(seen, 0)) {
            catchUp();
        }
    }

    /** What cannot be read now stays as it is shown: the next news reads again. */
    private void readOnce() {
        try {
            show.accept(read.get());
        } catch (RuntimeException e) {
            if (stopping.hasBegun()) {
                LOG.info("What a page follows was not read at the end of the application cause={}", e.toString());
            } else if (e instanceof SecurityException) {
                // The page stays open longer than its person has the right to it; it comes back with the page's next
                // visit.
                ended = true;
                LOG.warn("What a page follows is not its person's to read any more: {}", e.getMessage());
            } else if (e instanceof Problem problem) {
                LOG.warn("What a page follows was refused code={} kind={}", problem.code(), problem.kind());
            } else {
                LOG.error("What a page follows could not be read", e);
            }
        }
    }
}
