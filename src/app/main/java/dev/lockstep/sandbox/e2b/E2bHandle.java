package dev.lockstep.sandbox.e2b;

import dev.lockstep.sandbox.process.ProcessHandleText;
import dev.lockstep.sandbox.process.ProcessLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What finds a process in a machine again, with the limits that no machine keeps. Holds no token: the control plane gives
 * that again.
 *
 * @param timeMillis how long it may run; 0 for without an end
 */
record E2bHandle(
        String name, String machineId, ProcessGroup group, Instant started, long timeMillis, long heartbeatMillis) {

    private static final Pattern SHAPE = Pattern.compile("e2b:1:([a-z][a-z0-9-]{0,31}):([A-Za-z0-9_-]{1,100}):"
            + "([0-9a-f-]{36}):(\\d{1,9}):(\\d{1,15}):(\\d{1,15}):(\\d{1,15})");

    static E2bHandle of(String name, String machineId, ProcessGroup group, Instant started, ProcessLimits limits) {
        Duration time = limits.time();
        return new E2bHandle(
                name,
                machineId,
                group,
                started,
                time == null ? 0 : time.toMillis(),
                limits.heartbeat().toMillis());
    }

    static Optional<E2bHandle> read(ProcessHandleText handle) {
        Matcher parts = SHAPE.matcher(handle.text());
        return parts.matches()
                ? Optional.of(new E2bHandle(
                        parts.group(1),
                        parts.group(2),
                        new ProcessGroup(parts.group(3), Integer.parseInt(parts.group(4))),
                        Instant.ofEpochMilli(Long.parseLong(parts.group(5))),
                        Long.parseLong(parts.group(6)),
                        Long.parseLong(parts.group(7))))
                : Optional.empty();
    }

    ProcessHandleText text() {
        return new ProcessHandleText("e2b:1:" + name + ":" + machineId + ":" + group.run() + ":" + group.pid() + ":"
                + started.toEpochMilli() + ":" + timeMillis + ":" + heartbeatMillis);
    }

    Optional<Duration> time() {
        return timeMillis == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(timeMillis));
    }

    Duration heartbeat() {
        return Duration.ofMillis(heartbeatMillis);
    }
}
