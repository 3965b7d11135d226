package dev.lockstep.outbox.store;

import dev.lockstep.core.Owner;
import dev.lockstep.core.concurrent.WatcherMap;
import org.springframework.stereotype.Component;

/** Who wants to know when somebody's changes move: open pages of this node. As {@link WatcherMap} says; thread-safe. */
@Component
public class Watchers {

    private final WatcherMap<Owner> watchers = new WatcherMap<>("changes");

    /** @return ends the watching; call it when the page is left */
    public Runnable watch(Owner owner, Runnable watcher) {
        return watchers.watch(owner, watcher)::close;
    }

    /** Like {@link #watch}, for everybody's changes. */
    public Runnable watchAll(Runnable watcher) {
        return watchers.watchAll(watcher)::close;
    }

    /** Called on the thread that moved a change; watchers must hand over and return. */
    public void moved(Owner owner) {
        watchers.tell(owner);
    }
}
