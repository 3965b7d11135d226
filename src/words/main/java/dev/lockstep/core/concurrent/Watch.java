package dev.lockstep.core.concurrent;

/** Somebody's watching of something, until it is closed. Closing twice does nothing; thread-safe. */
public interface Watch extends AutoCloseable {

    /** Ends it. A call that is under way on another thread may still reach the watcher. */
    @Override
    void close();
}
