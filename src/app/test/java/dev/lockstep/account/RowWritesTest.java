package dev.lockstep.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.account.person.ProfileChange;
import dev.lockstep.account.person.ProfileChange.Text;
import dev.lockstep.account.person.Role;
import dev.lockstep.account.row.AccountEntity;
import dev.lockstep.account.row.AccountRepository;
import dev.lockstep.core.PersonId;
import dev.lockstep.work.RetriedTransaction;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.test.context.TestConstructor;

/** A person's row that two write at the same moment: whoever is second goes on from what the first one stored. */
@SpringBootTest(
        classes = RowWritesTest.Context.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = "spring.datasource.url=jdbc:h2:mem:rows;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE")
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class RowWritesTest {

    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        HibernateJpaAutoConfiguration.class,
        TransactionAutoConfiguration.class,
        FlywayAutoConfiguration.class
    })
    @EntityScan("dev.lockstep.account")
    @EnableJpaRepositories("dev.lockstep.account")
    @Import(RetriedTransaction.class)
    static class Context {}

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final AccountRepository rows;
    private final RetriedTransaction writes;

    RowWritesTest(AccountRepository rows, RetriedTransaction writes) {
        this.rows = rows;
        this.writes = writes;
    }

    @Test
    void twoWhoMakeTheSameRowKeepWhatEachKnows() {
        var mary = new PersonId("user_mary");
        var tries = new AtomicInteger();

        writes.run(() -> {
            AccountEntity row = rows.findById(mary.value()).orElseGet(() -> new AccountEntity(mary, NOW));
            if (tries.incrementAndGet() == 1) {
                meanwhile(() -> {
                    var news = new AccountEntity(mary, NOW);
                    news.apply(named("Mary"), NOW);
                    news.heardFromClerk(NOW);
                    rows.save(news);
                });
            }
            row.signedIn("mary@example.com", Role.MEMBER, NOW);
            return rows.save(row);
        });

        assertThat(tries).hasValue(2);
        assertThat(rows.findById(mary.value()).orElseThrow()).satisfies(row -> {
            assertThat(row.account().firstName()).contains("Mary");
            assertThat(row.account().email()).contains("mary@example.com");
            assertThat(row.clerkUpdatedAt()).contains(NOW);
        });
    }

    @Test
    void twoWhoChangeTheSameRowKeepWhatEachKnows() {
        var mary = new PersonId("user_shelley");
        rows.save(new AccountEntity(mary, NOW));
        var tries = new AtomicInteger();

        writes.run(() -> {
            AccountEntity row = rows.findById(mary.value()).orElseThrow();
            if (tries.incrementAndGet() == 1) {
                meanwhile(() -> rows.findById(mary.value()).ifPresent(other -> {
                    other.apply(named("Mary"), NOW);
                    rows.save(other);
                }));
            }
            row.signedIn("mary@example.com", Role.MEMBER, NOW);
            return rows.save(row);
        });

        assertThat(tries).hasValue(2);
        assertThat(rows.findById(mary.value()).orElseThrow().account()).satisfies(account -> {
            assertThat(account.firstName()).contains("Mary");
            assertThat(account.email()).contains("mary@example.com");
        });
    }

    /** In a transaction of its own that ends before this returns. */
    private static void meanwhile(Runnable work) {
        CompletableFuture.runAsync(work).join();
    }

    private static ProfileChange named(String firstName) {
        return new ProfileChange(
                Optional.empty(),
                Optional.of(Text.of(firstName)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
