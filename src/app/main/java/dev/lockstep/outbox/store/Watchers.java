package dev.lockstep.outbox.store;

import dev.lockstep.core.Owner;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import org.springframework.stereotype.Component;

/**
 * Who wants to know when somebody's changes move. Holds callbacks of open pages; nothing survives the process, and a
 * callback may come without a change, so it should look for itself. Thread-safe.
 */
@Component
public class Watchers {

    private final Set<Runnable> ofAll = new CopyOnWriteArraySet<>();
    private final Map<Owner, Set<Runnable>> byOwner = new ConcurrentHashMap<>();

    /** @return ends the watching; call it when the page is left */
    public Runnable watch(Owner owner, Runnable watcher) {
        byOwner.compute(owner, (key, watchers) -> {
            Set<Runnable> all = watchers == null ? new CopyOnWriteArraySet<>() : watchers;
            all.add(watcher);
            return all;
        });
        return () -> byOwner.computeIfPresent(owner, (key, watchers) -> {
            watchers.remove(watcher);
            return watchers.isEmpty() ? null : watchers;
        });
    }

    /** Like {@link #watch}, for everybody's changes. */
    public Runnable watchAll(Runnable watcher) {
        ofAll.add(watcher);
        return () -> ofAll.remove(watcher);
    }

    /** Called on the thread that moved a change; watchers must hand over and return. */
    public void moved(Owner owner) {
        byOwner.getOrDefault(owner, Set.of()).forEach(Runnable::run);
        ofAll.forEach(Runnable::run);
    }
}
