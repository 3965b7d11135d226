package dev.lockstep.core.concurrent;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who wants to know that one of many things has changed: a {@link WatcherSet} for each key that somebody watches, and one
 * for those who watch all. Keeps nothing of a key that nobody watches any more. Thread-safe.
 *
 * @param <K> names what is watched
 */
public final class WatcherMap<K> {

    private final String subject;
    private final Map<K, WatcherSet> ofOne = new ConcurrentHashMap<>();
    private final WatcherSet ofAll;

    /** @param subject what is watched, for the log */
    public WatcherMap(String subject) {
        this.subject = subject;
        this.ofAll = new WatcherSet(subject);
    }

    /** @param watcher as of {@link WatcherSet#add} */
    public Watch watch(K key, Runnable watcher) {
        var watch = new Watch[1];
        // Added while the key is held: else the last one who leaves could take the newcomer's set away.
        ofOne.compute(key, (same, others) -> {
            WatcherSet watchers = others == null ? new WatcherSet(subject) : others;
            watch[0] = watchers.add(watcher);
            return watchers;
        });
        return () -> ofOne.computeIfPresent(key, (same, watchers) -> {
            watch[0].close();
            return watchers.isEmpty() ? null : watchers;
        });
    }

    /** Like {@link #watch}, whichever it is that changes. */
    public Watch watchAll(Runnable watcher) {
        return ofAll.add(watcher);
    }

    /** Calls those who watch this one, then those who watch all; call it after the change can be read. */
    public void tell(K key) {
        WatcherSet watchers = ofOne.get(key);
        if (watchers != null) {
            watchers.tell();
        }
        ofAll.tell();
    }

    /** Whether nobody watches anything. */
    public boolean isEmpty() {
        return ofOne.isEmpty() && ofAll.isEmpty();
    }
}
