package dev.lockstep.account.webhook;

import dev.lockstep.core.concurrent.WatcherSet;
import org.springframework.stereotype.Component;

/** Pages of this node that show messages. As {@link WatcherSet} says; thread-safe. */
@Component
class Onlookers {

    private final WatcherSet all = new WatcherSet("webhooks");

    Runnable add(Runnable onlooker) {
        return all.add(onlooker)::close;
    }

    /** On the thread that stored or applied; each must hand over and return. */
    void tell() {
        all.tell();
    }
}
