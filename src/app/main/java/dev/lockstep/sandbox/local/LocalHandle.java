package dev.lockstep.sandbox.local;

import dev.lockstep.sandbox.local.folder.RunFolder;
import dev.lockstep.sandbox.process.ProcessHandleText;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What finds a launcher again.
 *
 * @param name of the request
 * @param run the name of its folder
 * @param pid of the launcher
 * @param started in milliseconds since 1970 as the system says it; 0 where it does not. A pid with another start is another
 *     process
 */
record LocalHandle(String name, String run, long pid, long started) {

    private static final Pattern SHAPE =
            Pattern.compile("local:1:([a-z][a-z0-9-]{0,31}):([0-9a-f-]{36}):(\\d{1,18}):(\\d{1,18})");

    /** The system computes a start from its uptime, which moves a little as its clock is set. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    static LocalHandle of(String name, RunFolder folder, ProcessHandle launcher) {
        return new LocalHandle(name, folder.path().getFileName().toString(), launcher.pid(), start(launcher));
    }

    static Optional<LocalHandle> read(ProcessHandleText handle) {
        Matcher parts = SHAPE.matcher(handle.text());
        return parts.matches()
                ? Optional.of(new LocalHandle(
                        parts.group(1), parts.group(2), Long.parseLong(parts.group(3)), Long.parseLong(parts.group(4))))
                : Optional.empty();
    }

    ProcessHandleText text() {
        return new ProcessHandleText("local:1:" + name + ":" + run + ":" + pid + ":" + started);
    }

    /** The launcher, when it lives and is the one that was started. */
    Optional<ProcessHandle> launcher() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                // A zombie, which nobody has reaped, has no program any more.
                .filter(process -> process.info().command().isPresent())
                .filter(process -> Math.abs(start(process) - started) <= TOLERANCE.toMillis());
    }

    private static long start(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
