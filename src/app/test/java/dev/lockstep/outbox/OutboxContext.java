package dev.lockstep.outbox;

import dev.lockstep.core.ManualClock;
import dev.lockstep.core.UuidV7;
import dev.lockstep.outbox.change.Pace;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;

/**
 * The engine on a real database and nothing else; destinations are the test's own. Carries no stereotype, so that tests of
 * the whole application do not find it.
 */
@ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    HibernateJpaAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    FlywayAutoConfiguration.class,
    MetricsAutoConfiguration.class,
    CompositeMeterRegistryAutoConfiguration.class,
    SimpleMetricsExportAutoConfiguration.class
})
@EntityScan("dev.lockstep.outbox")
@EnableJpaRepositories(basePackages = "dev.lockstep.outbox", considerNestedRepositories = true)
@ComponentScan({"dev.lockstep.outbox", "dev.lockstep.audit"})
class OutboxContext {

    @Bean
    Clock clock() {
        return ManualClock.standing();
    }

    @Bean
    RandomGenerator random() {
        return new Random(42);
    }

    @Bean
    Supplier<UUID> ids(Clock clock, RandomGenerator random) {
        return new UuidV7(clock, random);
    }

    @Bean
    FakeDestination alpha() {
        return new FakeDestination("ALPHA");
    }

    @Bean
    FakeDestination beta() {
        return new FakeDestination("BETA");
    }

    /** Takes three changes together. */
    @Bean
    FakeDestination batch() {
        return new FakeDestination("BATCH", 3);
    }

    @Bean
    FakeDestination hundreds() {
        return new FakeDestination("HUNDREDS", 250);
    }

    /** Takes three of one person and five in all in longer than a test takes. */
    @Bean
    FakeDestination paced() {
        return new FakeDestination("PACED", Optional.of(new Pace("paced", 3, 5, Duration.ofMinutes(10))));
    }

    /** The same with an end in sight. */
    @Bean
    FakeDestination brisk() {
        return new FakeDestination("BRISK", Optional.of(new Pace("brisk", 3, 100, Duration.ofMillis(200))));
    }
}
