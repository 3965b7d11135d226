package dev.lockstep.sandbox.local;

import dev.lockstep.confine.NetworkPolicy;
import dev.lockstep.sandbox.process.RunningProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Local sandboxes for tests. */
final class LocalHome {

    private LocalHome() {}

    static LocalSandboxes open(Path home) {
        return open(home, 0);
    }

    static LocalSandboxes open(Path home, long freeBytes) {
        // A machine behind a proxy of its own certificates could not fetch packages without.
        Map<String, String> certificates = Optional.ofNullable(System.getenv("NODE_EXTRA_CA_CERTS"))
                .map(file -> Map.of("NODE_EXTRA_CA_CERTS", file))
                .orElse(Map.of());
        return new LocalSandboxes(
                new LocalSandboxes.Settings(
                        home,
                        null,
                        System.getenv("PATH"),
                        certificates,
                        freeBytes,
                        NetworkPolicy.of(List.of("registry.npmjs.org:443")),
                        true,
                        false),
                Clock.systemUTC());
    }

    /** The number of a process by which this machine knows it, from the number by which it knows itself behind the wall. */
    static long outside(RunningProcess process, long inside) {
        ProcessHandle launcher = ProcessHandle.of(
                        LocalHandle.read(process.handle()).orElseThrow().pid())
                .orElseThrow();
        return launcher.descendants()
                .map(ProcessHandle::pid)
                .filter(pid -> own(pid).equals(String.valueOf(inside)))
                .findFirst()
                .orElse(inside);
    }

    private static String own(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("NSpid:"))
                    .map(line -> line.substring(line.lastIndexOf('\t') + 1))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            // It has ended since, or this system has no /proc.
            return "";
        }
    }

    /** Who lives still of those that were started in a run, also by others of it. */
    static List<Long> left(RunningProcess process) {
        String mark = "LOCKSTEP_SANDBOX_RUN="
                + LocalHandle.read(process.handle()).orElseThrow().run();
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> variables(pid).contains(mark) && lives(pid))
                .toList();
    }

    private static List<String> variables(long pid) {
        try {
            return List.of(Files.readString(Path.of("/proc/" + pid + "/environ"), StandardCharsets.ISO_8859_1)
                    .split("\0"));
        } catch (IOException e) {
            // It has ended since, or is another user's.
            return List.of();
        }
    }

    /** Whether a process does anything still; a zombie does not. */
    static boolean lives(long pid) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        if (process.isEmpty()) {
            return false;
        }
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return !stat.substring(stat.lastIndexOf(')') + 2).startsWith("Z");
        } catch (IOException e) {
            return !Files.exists(Path.of("/proc/self")) && process.get().isAlive();
        }
    }
}
