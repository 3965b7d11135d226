package dev.lockstep.emulator.convex.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.emulator.convex.file.DeploymentFile;
import dev.lockstep.emulator.convex.key.DocumentId;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("wire")
class KilledStoreTest {

    @TempDir
    Path home;

    /** Of waste that a log may hold: so few that some compaction is under way most of the time. */
    private static final int SLACK = 20_000;

    private static final int COMMITS = 500;

    @Test
    void losesNoAcknowledgedCommitWhenTheProcessIsKilled() throws Exception {
        Path data = home.resolve("convex");
        List<String> acknowledged = killed(data);

        try (var file = DeploymentFile.open(data)) {
            assertThat(FailingWrites.compactedTo(file))
                    .as("the log was compacted")
                    .isPositive();
            try (var store = DocumentStore.open(file, Clock.systemUTC(), new SecureRandom())) {
                assertThat(acknowledged)
                        .hasSize(COMMITS)
                        .allSatisfy(id -> assertThat(store.latest()
                                        .document(DocumentId.parse(id).orElseThrow()))
                                .isPresent());
                double count =
                        count(store.latest().documents("counters").iterator().next());
                assertThat(count).isGreaterThanOrEqualTo(COMMITS - 1);
                assertThat(store.latest().count("notes")).isEqualTo((int) count + 1);
            }
        }
    }

    private static double count(Document counter) {
        return counter.value().field("number").orElseThrow() instanceof ConvexValue.Int64(long number) ? number : -1;
    }

    /** @return the ids that the process printed before its end */
    private static List<String> killed(Path data) throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledStore.class.getName(),
                        data.toString(),
                        String.valueOf(SLACK))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> acknowledged = new ArrayList<>();
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null && acknowledged.size() < COMMITS) {
                acknowledged.add(line);
                line = lines.readLine();
            }
            process.destroyForcibly().waitFor();
        }
        return acknowledged;
    }
}
