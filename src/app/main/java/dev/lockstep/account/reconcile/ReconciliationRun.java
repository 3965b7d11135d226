package dev.lockstep.account.reconcile;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One going through all people.
 *
 * <pre>
 *             +-- cancel --------------------------> CANCELLED
 *  RUNNING ---+-- a service fails for long --------> FAILED ----+
 *     ^       +-- more deletions than usual -------> PAUSED ----+-- a person says so --+
 *     |       +-- the end -------------------------> DONE                              |
 *     +-------------------------------------------------------------------------------+
 * </pre>
 *
 * @param askedBy a person's id, or {@code system} for the nightly one
 * @param total how many people Clerk had at the start
 * @param reason why it stopped, a sentence for people
 */
public record ReconciliationRun(
        UUID id,
        Mode mode,
        String askedBy,
        Instant startedAt,
        Instant progressedAt,
        Optional<Instant> endedAt,
        State state,
        Phase phase,
        long total,
        Counts counts,
        Calls calls,
        boolean deletionsConfirmed,
        Optional<String> reason) {

    /** What it may do. */
    public enum Mode {
        /** Only look. */
        DRY_RUN,
        REPAIR
    }

    /** How it stands. */
    public enum State {
        RUNNING,
        /** A person has to say whether it goes on. */
        PAUSED,
        DONE,
        FAILED,
        CANCELLED
    }

    /** What it goes through, in this order. */
    public enum Phase {
        CLERK,
        CONVEX,
        HERE,
        REPAIR
    }

    /** People looked at, and what was found. */
    public record Counts(
            long inClerk,
            long inConvex,
            long here,
            long missing,
            long extra,
            long different,
            long buried,
            long repaired) {

        public long findings() {
            return missing + extra + different + buried;
        }
    }

    /** Calls made to each service. */
    public record Calls(long clerk, long convex) {}

    public boolean isRunning() {
        return state == State.RUNNING;
    }

    /** Whether it can go on from where it stopped. */
    public boolean canResume() {
        return state == State.FAILED || state == State.CANCELLED;
    }

    /** Of the phase it is in, between 0 and 1. */
    public double progress() {
        if (state == State.DONE) {
            return 1;
        }
        long done = switch (phase) {
            case CLERK -> counts.inClerk();
            case CONVEX -> counts.inConvex();
            case HERE -> counts.here();
            case REPAIR -> counts.repaired();
        };
        long all = phase == Phase.REPAIR ? counts.findings() : total;
        return all <= 0 ? 0 : Math.min(1, (double) done / all);
    }
}
