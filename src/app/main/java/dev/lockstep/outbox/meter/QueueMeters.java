package dev.lockstep.outbox.meter;

import dev.lockstep.outbox.change.Destination;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/**
 * Per destination: {@code lockstep.outbox.waiting} and {@code lockstep.outbox.parked} in changes,
 * {@code lockstep.outbox.oldest} in seconds. All nodes of one database tell the same figures.
 */
@Component
class QueueMeters implements MeterBinder {

    private static final double MILLIS = 1000.0;

    private final QueueDepths depths;
    private final List<Destination> destinations;

    QueueMeters(QueueDepths depths, List<Destination> destinations) {
        this.depths = depths;
        this.destinations = destinations;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (Destination destination : destinations) {
            gauge("waiting", destination, QueueDepth::waiting).register(registry);
            gauge("parked", destination, QueueDepth::parked).register(registry);
            gauge("oldest", destination, depth -> depth.oldest().toMillis() / MILLIS)
                    .baseUnit("seconds")
                    .register(registry);
        }
    }

    private Gauge.Builder<QueueDepths> gauge(
            String name, Destination destination, ToDoubleFunction<QueueDepth> figure) {
        return Gauge.builder(
                        "lockstep.outbox." + name,
                        depths,
                        now -> figure.applyAsDouble(
                                now.byDestination().getOrDefault(destination.name(), QueueDepth.EMPTY)))
                .tag("destination", destination.name());
    }
}
