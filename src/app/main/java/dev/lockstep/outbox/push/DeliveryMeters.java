package dev.lockstep.outbox.push;

import dev.lockstep.core.Problem;
import dev.lockstep.outbox.change.Destination;
import dev.lockstep.outbox.store.Claim;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.springframework.stereotype.Component;

/**
 * Counts deliveries. Per destination: {@code lockstep.outbox.attempts}, how long calls took by outcome (taken, transient,
 * auth, permanent, fault); {@code lockstep.outbox.latency}, from recording a change to its arrival;
 * {@code lockstep.outbox.turned.away}, what was not sent, by reason.
 */
@Component
class DeliveryMeters {

    private static final String DESTINATION = "destination";

    private final MeterRegistry registry;
    private final Clock clock;

    DeliveryMeters(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** One call, from its beginning on; is told once how it ended. */
    final class Attempt {

        private final String destination;
        private final Timer.Sample sample = Timer.start(registry);

        private Attempt(String destination) {
            this.destination = destination;
        }

        void taken() {
            end("taken");
        }

        void notTaken(Problem problem) {
            end(problem.kind().name().toLowerCase(Locale.ROOT));
        }

        void failed() {
            end("fault");
        }

        private void end(String outcome) {
            sample.stop(registry.timer("lockstep.outbox.attempts", DESTINATION, destination, "outcome", outcome));
        }
    }

    Attempt begin(Destination destination) {
        return new Attempt(destination.name());
    }

    void turnedAway(Destination destination, Problem reason) {
        registry.counter(
                        "lockstep.outbox.turned.away",
                        DESTINATION,
                        destination.name(),
                        "reason",
                        reason.code().text())
                .increment();
    }

    void arrived(Claim claim) {
        registry.timer("lockstep.outbox.latency", DESTINATION, claim.change().destination())
                .record(Duration.between(claim.recordedAt(), clock.instant()));
    }
}
