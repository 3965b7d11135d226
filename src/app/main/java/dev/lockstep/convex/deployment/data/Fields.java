package dev.lockstep.convex.deployment.data;

import dev.lockstep.convex.value.ConvexValue.Float64;
import dev.lockstep.convex.value.ConvexValue.Int64;
import dev.lockstep.convex.value.ConvexValue.Obj;
import java.time.Instant;
import java.util.Optional;

/** Fields of system documents. Versions of Convex differ in whether whole numbers are int64, so that both are read. */
final class Fields {

    private static final long NANOS = 1_000_000;

    private Fields() {}

    static Optional<Long> number(Obj object, String field) {
        return object.field(field).flatMap(value -> switch (value) {
            case Int64(long number) -> Optional.of(number);
            case Float64(double number) -> Optional.of((long) number);
            default -> Optional.empty();
        });
    }

    static Optional<Obj> object(Obj object, String field) {
        return object.field(field).filter(Obj.class::isInstance).map(Obj.class::cast);
    }

    static Optional<Instant> millis(Obj object, String field) {
        return number(object, field).map(Instant::ofEpochMilli);
    }

    /** A time in nanoseconds since 1970. */
    static Optional<Instant> nanos(Obj object, String field) {
        return number(object, field).map(nanos -> Instant.ofEpochMilli(nanos / NANOS));
    }

    /** {@code messages:send} for {@code messages.js:send}. */
    static String function(Obj object, String field) {
        return object.text(field).orElse("").replaceFirst("\\.js(?=:|$)", "");
    }
}
