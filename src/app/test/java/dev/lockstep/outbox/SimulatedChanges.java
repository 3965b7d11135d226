package dev.lockstep.outbox;

import dev.lockstep.outbox.store.Outbox;
import java.util.UUID;
import java.util.function.Supplier;

/** What features record changes with, over an outbox in memory. */
public final class SimulatedChanges {

    private SimulatedChanges() {}

    public static Changes over(Outbox outbox, Supplier<UUID> ids) {
        return new Changes(outbox, ids);
    }
}
