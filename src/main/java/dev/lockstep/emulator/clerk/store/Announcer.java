package dev.lockstep.emulator.clerk.store;

import dev.lockstep.emulator.clerk.people.ClerkEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The one place where changes become known. Listeners are called on the thread that made the change, after it is
 * stored, in the order they were added.
 */
public final class Announcer {

    private final List<Consumer<ClerkEvent>> listeners = new CopyOnWriteArrayList<>();

    public void listen(Consumer<ClerkEvent> listener) {
        listeners.add(listener);
    }

    void announce(ClerkEvent event) {
        listeners.forEach(listener -> listener.accept(event));
    }
}
