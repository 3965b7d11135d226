package dev.lockstep.sandbox.process;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a process may take.
 *
 * @param time how long it may run; null for without an end
 * @param memoryBytes what it and its children may have resident together, memory that they share counted for each. Looked
 *     at once a second, locally where {@code /proc} is; a cloud sandbox has the memory of its template instead
 * @param heartbeat how long it goes on when no application attends to it: 1 s to one day
 */
public record ProcessLimits(@Nullable Duration time, long memoryBytes, Duration heartbeat) {

    /** Without an end, 1.5 GB, ten minutes alone. */
    public static final ProcessLimits USUAL = new ProcessLimits(null, 1536L * 1024 * 1024, Duration.ofMinutes(10));

    public ProcessLimits {
        if (time != null && (time.isNegative() || time.isZero())) {
            throw new IllegalArgumentException("A time limit is longer than nothing, not " + time);
        }
        if (memoryBytes <= 0) {
            throw new IllegalArgumentException("A memory limit is more than nothing, not " + memoryBytes);
        }
        if (heartbeat.compareTo(Duration.ofSeconds(1)) < 0 || heartbeat.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("A heartbeat is 1 s to one day, not " + heartbeat);
        }
    }

    public ProcessLimits withTime(Duration limit) {
        return new ProcessLimits(limit, memoryBytes, heartbeat);
    }

    public ProcessLimits withMemory(long bytes) {
        return new ProcessLimits(time, bytes, heartbeat);
    }

    public ProcessLimits withHeartbeat(Duration silence) {
        return new ProcessLimits(time, memoryBytes, silence);
    }
}
