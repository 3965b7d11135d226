package dev.lockstep.core.concurrent;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who wants to know that something has changed. Holds callbacks; does not hold what they watch, which each reads for
 * itself, so that a call may be lost, doubled or without a change. Nothing survives the process. Thread-safe.
 */
public final class WatcherSet {

    private static final Logger LOG = LoggerFactory.getLogger(WatcherSet.class);

    private final String subject;
    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    /** By its identity, so that one callback may watch twice. */
    private static final class Entry {
        private final Runnable watcher;

        Entry(Runnable watcher) {
            this.watcher = watcher;
        }
    }

    /** @param subject what is watched, for the log */
    public WatcherSet(String subject) {
        this.subject = subject;
    }

    /** @param watcher runs on the thread that {@linkplain #tell tells}: must hand over and return */
    public Watch add(Runnable watcher) {
        var entry = new Entry(watcher);
        entries.add(entry);
        return () -> entries.remove(entry);
    }

    /** Calls all, in the order in which they came. One that throws keeps it from nobody, and is logged. */
    public void tell() {
        for (Entry entry : entries) {
            try {
                entry.watcher.run();
            } catch (RuntimeException e) {
                LOG.warn("A watcher of {} failed", subject, e);
            }
        }
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }
}
