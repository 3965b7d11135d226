package dev.lockstep.account.people;

import dev.lockstep.account.profile.ClerkNews.Effect;
import dev.lockstep.audit.AuditEntry;
import dev.lockstep.audit.AuditTrail;
import dev.lockstep.outbox.Deliveries;
import dev.lockstep.work.RetriedTransaction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Writes a person's row, the change for Convex and what the trail says of it in one transaction, and sends the change. */
@Component
class RememberedWrites {

    private final RetriedTransaction writes;
    private final AuditTrail trail;
    private final Deliveries deliveries;

    RememberedWrites(RetriedTransaction writes, AuditTrail trail, Deliveries deliveries) {
        this.writes = writes;
        this.trail = trail;
        this.deliveries = deliveries;
    }

    /**
     * @param work see {@link RetriedTransaction#run}
     * @param entries what is worth remembering of this effect
     */
    Effect run(Supplier<Effect> work, Function<Effect, Stream<AuditEntry>> entries) {
        Effect effect = writes.run(() -> {
            Effect had = work.get();
            entries.apply(had).forEach(trail::add);
            return had;
        });
        deliveries.nudge();
        return effect;
    }
}
