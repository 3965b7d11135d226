package dev.lockstep.account.webhook;

import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.springframework.stereotype.Component;

/** Pages of this node that show messages. A callback may come without a change. Thread-safe. */
@Component
class Onlookers {

    private final Set<Runnable> all = new CopyOnWriteArraySet<>();

    Runnable add(Runnable onlooker) {
        all.add(onlooker);
        return () -> all.remove(onlooker);
    }

    /** On the thread that stored or applied; each must hand over and return. */
    void tell() {
        all.forEach(Runnable::run);
    }
}
