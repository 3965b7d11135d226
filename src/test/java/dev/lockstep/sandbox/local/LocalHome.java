package dev.lockstep.sandbox.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
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
                new LocalSandboxes.Settings(home, null, System.getenv("PATH"), certificates, freeBytes),
                Clock.systemUTC());
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
