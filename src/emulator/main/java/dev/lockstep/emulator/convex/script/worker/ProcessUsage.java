package dev.lockstep.emulator.convex.script.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What a process uses. On Linux by {@code /proc}; elsewhere only its processor time is known. */
final class ProcessUsage {

    /** What Linux counts processor time in, for programs. */
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long PAGE_BYTES = 4_096;

    /** Fields of {@code /proc/…/stat} after the name, which may hold spaces. */
    private static final int USER_TICKS = 11;

    private static final int SYSTEM_TICKS = 12;

    private final ProcessHandle process;
    private final Path folder;

    ProcessUsage(ProcessHandle process) {
        this.process = process;
        folder = Path.of("/proc", String.valueOf(process.pid()));
    }

    /** Time on processors since it began; 0 when it has ended. */
    long processorNanos() {
        String stat = read("stat");
        if (stat.isEmpty()) {
            return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) * TICK_NANOS;
    }

    /** Memory that it holds, array buffers included; 0 where that is not known. */
    long residentBytes() {
        String pages = read("statm");
        return pages.isEmpty() ? 0 : Long.parseLong(pages.split(" ")[1]) * PAGE_BYTES;
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file), StandardCharsets.ISO_8859_1)
                    .strip();
        } catch (IOException e) {
            return "";
        }
    }
}
