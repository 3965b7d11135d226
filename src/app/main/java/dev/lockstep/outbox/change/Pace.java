package dev.lockstep.outbox.change;

import java.time.Duration;

/**
 * How much one system takes. Destinations that name the same system share it.
 *
 * @param system names the system, for example {@code clerk}
 * @param perOwner deliveries for one person in a period, at least 1
 * @param total deliveries in a period from one node, at least 1
 * @param period how long a period is, longer than nothing
 */
public record Pace(String system, int perOwner, int total, Duration period) {

    public Pace {
        if (perOwner < 1 || total < 1 || period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("The pace of " + system
                    + " needs at least 1 delivery per person and in total, in a period longer than nothing; not "
                    + perOwner + " and " + total + " in " + period);
        }
    }
}
