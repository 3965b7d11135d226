package dev.lockstep.core;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that is moved by hand, and otherwise stands still or runs on by itself. UTC. Thread-safe. */
public final class ManualClock extends Clock {

    private final Clock base;
    private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

    private ManualClock(Clock base) {
        this.base = base;
    }

    /** Stands still between two moves; begins at noon of the first of January 2026. */
    public static ManualClock standing() {
        return standingAt(Instant.parse("2026-01-01T12:00:00Z"));
    }

    /** Stands still between two moves. */
    public static ManualClock standingAt(Instant instant) {
        return new ManualClock(Clock.fixed(instant, ZoneOffset.UTC));
    }

    /** Begins with the system's time and runs on. */
    public static ManualClock running() {
        return new ManualClock(Clock.systemUTC());
    }

    /** @param by backwards when it is negative */
    public void advance(Duration by) {
        offset.updateAndGet(before -> before.plus(by));
        watchers.forEach(Runnable::run);
    }

    public void set(Instant instant) {
        offset.set(Duration.between(base.instant(), instant));
        watchers.forEach(Runnable::run);
    }

    /**
     * Calls back after each move, on the thread that made it: whoever sleeps until a time looks again.
     *
     * @return ends that
     */
    public Runnable watch(Runnable moved) {
        watchers.add(moved);
        return () -> watchers.remove(moved);
    }

    @Override
    public Instant instant() {
        return base.instant().plus(offset.get());
    }

    @Override
    public ZoneId getZone() {
        return base.getZone();
    }

    /** @return this one: nobody here asks a clock for a zone */
    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
