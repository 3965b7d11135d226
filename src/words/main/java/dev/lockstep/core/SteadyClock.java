package dev.lockstep.core;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * A clock that never goes back: while the one under it is set back it stands, and then goes on from there. For what only
 * asks how much time has gone by, in one process. Thread-safe.
 */
public final class SteadyClock extends Clock {

    private final Clock under;
    private Instant last;
    private Duration ahead = Duration.ZERO;

    public SteadyClock(Clock under) {
        this.under = under;
        this.last = under.instant();
    }

    @Override
    public synchronized Instant instant() {
        Instant now = under.instant().plus(ahead);
        if (now.isBefore(last)) {
            ahead = ahead.plus(Duration.between(now, last));
            now = last;
        }
        last = now;
        return now;
    }

    @Override
    public ZoneId getZone() {
        return under.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new SteadyClock(under.withZone(zone));
    }
}
