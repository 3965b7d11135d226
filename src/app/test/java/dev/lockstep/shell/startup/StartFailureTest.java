package dev.lockstep.shell.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class StartFailureTest {

    @Test
    void namesADamagedDatabaseAndWhatToDo(@TempDir Path folder) throws IOException {
        byte[] noise = new byte[32 * 1024];
        new Random(5).nextBytes(noise);
        Path file = Files.write(folder.resolve("lockstep.mv.db"), noise);

        Throwable failure = catchThrowable(
                () -> DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("lockstep"), "lockstep", ""));
        var analysis = new StartFailure().analyze(new IllegalStateException("The start failed", failure));

        assertThat(analysis).isNotNull();
        assertThat(analysis.getDescription()).contains(file.toString()).contains("is damaged");
        assertThat(analysis.getAction()).contains("docs/operating.md");
        assertThat(file).hasBinaryContent(noise);
    }
}
