package dev.lockstep.project.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.core.PersonId;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.sandbox.process.SandboxKind;
import dev.lockstep.work.RetriedTransaction;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestConstructor;

/** A dev server's row that two write at the same moment: whoever is second goes on from what the first one stored. */
@SpringBootTest(
        classes = DevServerRowsTest.Context.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = "spring.datasource.url=jdbc:h2:mem:servers;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE")
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class DevServerRowsTest {

    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        HibernateJpaAutoConfiguration.class,
        JdbcClientAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
        TransactionAutoConfiguration.class,
        FlywayAutoConfiguration.class
    })
    @EntityScan("dev.lockstep.project.server")
    @EnableJpaRepositories("dev.lockstep.project.server")
    @Import({DevServerRows.class, DevServerNews.class, RetriedTransaction.class})
    static class Context {}

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final ProjectId project = new ProjectId(UUID.randomUUID());
    private final AtomicInteger tries = new AtomicInteger();
    private final DevServerRows rows;
    private final JdbcClient database;

    DevServerRowsTest(DevServerRows rows, JdbcClient database) {
        this.rows = rows;
        this.database = database;
    }

    @BeforeEach
    void hasAProject() {
        database.sql("insert into project (id, name, created_by, created_at, updated_at, version)"
                        + " values (:id, 'Notes', 'user_mary', :now, :now, 0)")
                .param("id", project.value())
                .param("now", NOW.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Two people press Start on a project that never ran: there is no version yet to notice it by, only the key. */
    @Test
    void ofTwoFirstStartsOneCounts() {
        boolean counted = rows.change(project, row -> {
            if (tries.incrementAndGet() == 1) {
                meanwhile(DevServerRowsTest::begin);
            }
            return begin(row);
        });

        assertThat(tries).hasValue(2);
        assertThat(counted).isFalse();
        assertThat(rows.find(project).orElseThrow().run()).isEqualTo(1);
    }

    @Test
    void twoWhoChangeTheSameRowKeepWhatEachKnows() {
        rows.change(project, DevServerRowsTest::begin);

        rows.change(project, row -> {
            if (tries.incrementAndGet() == 1) {
                meanwhile(other -> other.reached(DevServer.Phase.PACKAGES));
            }
            return row.launched("handle");
        });

        assertThat(tries).hasValue(2);
        assertThat(rows.find(project).orElseThrow()).satisfies(row -> {
            assertThat(row.handle()).contains("handle");
            assertThat(row.shown().phase()).contains(DevServer.Phase.PACKAGES);
        });
    }

    private static boolean begin(DevServerEntity row) {
        return row.begin(SandboxKind.LOCAL, DevServer.Mode.WATCH, "node", new PersonId("user_mary"), NOW);
    }

    /** In a transaction of its own that ends before this returns. */
    private void meanwhile(Function<DevServerEntity, Boolean> change) {
        CompletableFuture.runAsync(() -> rows.change(project, change)).join();
    }
}
