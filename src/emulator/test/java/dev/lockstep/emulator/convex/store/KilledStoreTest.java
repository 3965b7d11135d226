package dev.lockstep.emulator.convex.store;

import static org.assertj.core.api.Assertions.assertThat;

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

    @Test
    void losesNoAcknowledgedCommitWhenTheProcessIsKilled() throws Exception {
        Path data = home.resolve("convex");
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledStore.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> acknowledged = new ArrayList<>();
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null && acknowledged.size() < 500) {
                acknowledged.add(line);
                line = lines.readLine();
            }
            process.destroyForcibly().waitFor();
        }

        try (var file = DeploymentFile.open(data);
                var store = DocumentStore.open(file, Clock.systemUTC(), new SecureRandom())) {
            assertThat(acknowledged)
                    .hasSize(500)
                    .allSatisfy(id -> assertThat(
                                    store.latest().document(DocumentId.parse(id).orElseThrow()))
                            .isPresent());
        }
    }
}
