package dev.lockstep.outbox.meter;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * Whether somebody should look at the outbox: {@code DEGRADED} when a change is parked or has waited for over a quarter of
 * an hour. That is no order of severity that the application's own status knows, so that it stays UP: another system's
 * outage must not have this one restarted.
 */
@Component("outboxHealthIndicator")
class OutboxHealth extends AbstractHealthIndicator {

    static final Status DEGRADED = new Status("DEGRADED");
    static final Duration LONG = Duration.ofMinutes(15);

    private final QueueDepths depths;

    OutboxHealth(QueueDepths depths) {
        super("The outbox could not be read");
        this.depths = depths;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        Map<String, QueueDepth> queues = depths.byDestination();
        Collection<QueueDepth> all = queues.values();
        long parked = all.stream().mapToLong(QueueDepth::parked).sum();
        Duration oldest = all.stream()
                .map(QueueDepth::oldest)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        builder.status(parked > 0 || oldest.compareTo(LONG) > 0 ? DEGRADED : Status.UP)
                .withDetail(
                        "waiting", all.stream().mapToLong(QueueDepth::waiting).sum())
                .withDetail("parked", parked)
                .withDetail("oldest", oldest.toString());
        queues.forEach((destination, depth) -> {
            if (depth.parked() > 0 || depth.oldest().compareTo(LONG) > 0) {
                builder.withDetail(
                        destination,
                        Map.of(
                                "waiting", depth.waiting(),
                                "parked", depth.parked(),
                                "oldest", depth.oldest().toString()));
            }
        });
    }
}
