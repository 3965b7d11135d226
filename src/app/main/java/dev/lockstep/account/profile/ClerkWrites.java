package dev.lockstep.account.profile;

import dev.lockstep.outbox.change.Pace;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much is written to Clerk, which takes ten writes of one person in ten seconds, and 1,000 calls in all from a
 * production instance, 100 from a development one. The rest of the calls is left to signing in and reading.
 *
 * @param perPerson writes for one person in a period
 * @param total writes in a period from one node
 * @param period how long a period is
 */
@ConfigurationProperties("lockstep.account.clerk-writes")
record ClerkWrites(
        @DefaultValue("10") int perPerson,
        @DefaultValue("800") int total,
        @DefaultValue("10s") Duration period) {

    ClerkWrites {
        check(perPerson >= 1, "per-person is at least 1, not " + perPerson);
        check(total >= perPerson, "total is at least what one person may write (" + perPerson + "), not " + total);
        check(!period.isNegative() && !period.isZero(), "period is longer than nothing, not " + period);
    }

    private static void check(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException("lockstep.account.clerk-writes." + sentence);
        }
    }

    Pace pace() {
        return new Pace("clerk", perPerson, total, period);
    }
}
