package dev.lockstep.kit;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thing that is read again at news: by one thread at a time, and once more when news came while it was read. Holds how
 * many pieces of news have not been read for; does not hold what was read.
 */
final class Following<T> implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Live.class);

    private final Supplier<T> read;
    private final Consumer<T> show;
    private final Stopping stopping;
    private final AtomicInteger news = new AtomicInteger();
    private volatile boolean ended;

    Following(Supplier<T> read, Consumer<T> show, Stopping stopping) {
        this.read = read;
        this.show = show;
        this.stopping = stopping;
    }

    /** There is news. */
    @Override
    public void run() {
        if (!ended && news.getAndIncrement() == 0) {
            Thread.ofVirtual().name("page-follow").start(this::catchUp);
        }
    }

    void end() {
        ended = true;
    }

    private void catchUp() {
        int seen;
        do {
            seen = news.get();
            if (!ended) {
                readOnce();
            }
        } while (!news.compareAndSet(seen, 0));
    }

    /** What cannot be read now stays as it is shown: the next news reads again. */
    private void readOnce() {
        try {
            show.accept(read.get());
        } catch (RuntimeException e) {
            if (stopping.hasBegun()) {
                LOG.info("What a page follows was not read at the end of the application cause={}", e.toString());
            } else {
                LOG.error("What a page follows could not be read", e);
            }
        }
    }
}
