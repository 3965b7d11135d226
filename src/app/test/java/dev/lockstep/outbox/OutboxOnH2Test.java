package dev.lockstep.outbox;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(
        properties =
                "spring.datasource.url=jdbc:h2:mem:outbox;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1")
class OutboxOnH2Test extends OutboxTest {

    /** With H2's default, kill -9 lost up to 8,800 acknowledged commits. */
    @Test
    void refusesAFileThatAcknowledgesBeforeItWrites(@TempDir Path folder) {
        String url =
                "jdbc:h2:file:" + folder.resolve("late") + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;WRITE_DELAY=500";

        assertThatThrownBy(() -> new SpringApplicationBuilder(OutboxContext.class)
                        .web(WebApplicationType.NONE)
                        .run("--spring.datasource.url=" + url))
                .rootCause()
                .hasMessageContaining("WRITE_DELAY=0");
    }
}
