package dev.lockstep.emulator.clerk.store;

import dev.lockstep.emulator.clerk.people.ClerkEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The one place where changes become known, on the thread that made them: to keepers inside the transaction of the
 * change, to listeners after it is stored, each in the order they were added.
 */
public final class Announcer {

    private final List<Consumer<ClerkEvent>> keepers = new CopyOnWriteArrayList<>();
    private final List<Consumer<ClerkEvent>> listeners = new CopyOnWriteArrayList<>();

    /** What the keeper writes to the database is stored with the change, or lost with it. */
    public void keepWith(Consumer<ClerkEvent> keeper) {
        keepers.add(keeper);
    }

    public void listen(Consumer<ClerkEvent> listener) {
        listeners.add(listener);
    }

    /** Inside the transaction of the change: keepers hear of it now, listeners once it is stored. */
    public void tell(ClerkEvent event) {
        keep(event);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                announce(event);
            }
        });
    }

    /** Inside the transaction of the change. */
    void keep(ClerkEvent event) {
        keepers.forEach(keeper -> keeper.accept(event));
    }

    /** After the transaction of the change. */
    void announce(ClerkEvent event) {
        listeners.forEach(listener -> listener.accept(event));
    }
}
