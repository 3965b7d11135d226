package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that run functions are read through pipes, and who waits at a pipe keeps a thread of the system. With
 * virtual ones the Management API and the sockets stood still once there had been as many processes as processors, and
 * then half a minute without a call: the JDK takes away the carriers that it had added for those who wait.
 */
@Tag("wire")
class WorkerThreadsTest {

    private static final PushedApp APP = PushedApp.EMPTY.with("calls.js", """
            export const ask = query(async () => 'asked');
            export const act = action(async () => 'acted');
            """);

    @TempDir
    Path home;

    @Test
    void leaveTheCarriersOfVirtualThreadsToOthers() {
        try (var emulator = ConvexEmulator.start(new ConvexEmulator.Settings(0, 0, home, "busy", EmulatorClient.KEY))) {
            var client = new EmulatorClient(emulator.url());
            client.push(APP);
            assertThat(client.query("calls:ask", "{}").value().asString()).isEqualTo("asked");
            assertThat(client.action("calls:act", "{}").value().asString()).isEqualTo("acted");

            assertThat(platformThreads()).contains("convex-worker-printed", "convex-worker");
        }
    }

    /** Virtual ones are not among them. */
    private static Set<String> platformThreads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).collect(Collectors.toSet());
    }
}
