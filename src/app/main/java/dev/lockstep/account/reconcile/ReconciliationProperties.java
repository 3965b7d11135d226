package dev.lockstep.account.reconcile;

import dev.lockstep.clerk.ClerkProperties;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When people are compared without anybody asking, and how gently.
 *
 * @param schedule a cron expression with seconds, in UTC; {@code off} for never
 * @param mode what the scheduled run may do
 * @param pageSize how many people are compared at once, 2 to 500; the memory needed grows with it and with nothing else
 * @param clerkCallsPerSecond half of what Clerk allows unless given, so that people's own changes have room: 5 with a
 *     development key, 50 with a production key
 * @param grace how long a change in Clerk may take to arrive before its absence counts
 */
@ConfigurationProperties("lockstep.reconciliation")
record ReconciliationProperties(
        @DefaultValue("0 0 3 * * *") String schedule,
        @DefaultValue("DRY_RUN") ReconciliationRun.Mode mode,
        @DefaultValue("500") int pageSize,
        @DefaultValue("0") int clerkCallsPerSecond,
        @DefaultValue("10s") Duration grace) {

    /** Pages overlap by one. */
    private static final int SMALLEST_PAGE = 2;

    private static final int LARGEST_PAGE = 500;
    private static final int DEVELOPMENT = 5;
    private static final int PRODUCTION = 50;

    ReconciliationProperties {
        if (pageSize < SMALLEST_PAGE || pageSize > LARGEST_PAGE) {
            throw new IllegalArgumentException(
                    "lockstep.reconciliation.page-size is between 2 and 500, not " + pageSize);
        }
        if (clerkCallsPerSecond < 0 || grace.isNegative()) {
            throw new IllegalArgumentException("lockstep.reconciliation takes no negative figures");
        }
    }

    boolean isScheduled() {
        return !schedule.isBlank() && !schedule.equals("off") && !schedule.equals("-");
    }

    int callsPerSecond(ClerkProperties clerk) {
        if (clerkCallsPerSecond > 0) {
            return clerkCallsPerSecond;
        }
        return clerk.secretKey().reveal().startsWith("sk_live_") ? PRODUCTION : DEVELOPMENT;
    }
}
