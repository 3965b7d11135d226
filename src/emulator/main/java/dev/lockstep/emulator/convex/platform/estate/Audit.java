package dev.lockstep.emulator.convex.platform.estate;

import dev.lockstep.emulator.convex.platform.registry.AuditEvent;
import dev.lockstep.emulator.convex.platform.registry.Registry;
import java.time.Clock;
import tools.jackson.databind.JsonNode;

/** Writes down what was done in a team, by whom. Thread-safe. */
public final class Audit {

    private final Registry registry;
    private final Clock clock;

    public Audit(Registry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** @param action by the service's name, for example {@code project:create} */
    public synchronized void note(Caller caller, long teamId, String action, JsonNode metadata) {
        registry.put(new AuditEvent(registry.nextEventId(), teamId, caller.actor(), action, clock.instant(), metadata));
    }
}
