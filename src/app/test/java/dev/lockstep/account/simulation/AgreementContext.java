package dev.lockstep.account.simulation;

import dev.lockstep.account.profile.SwitchedProfileChanges;
import dev.lockstep.audit.SwitchedAuditTrail;
import dev.lockstep.clerk.ClerkClient;
import dev.lockstep.clerk.ClerkProperties;
import dev.lockstep.convex.ConvexClient;
import dev.lockstep.convex.ConvexProperties;
import dev.lockstep.convex.LiveClients;
import dev.lockstep.core.ManualClock;
import dev.lockstep.core.Secret;
import dev.lockstep.core.UuidV7;
import dev.lockstep.outbox.Changes;
import dev.lockstep.outbox.change.Destination;
import dev.lockstep.outbox.store.Claims;
import dev.lockstep.platform.OwnerTokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The engine, the people, the webhooks and the reconciliation on a database in memory, with Clerk and Convex simulated and
 * nothing that runs by itself.
 */
@ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    HibernateJpaAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    FlywayAutoConfiguration.class
})
@EntityScan({"dev.lockstep.outbox", "dev.lockstep.account"})
@EnableJpaRepositories(
        basePackages = {"dev.lockstep.outbox", "dev.lockstep.account"},
        considerNestedRepositories = true)
@ConfigurationPropertiesScan({"dev.lockstep.account", "dev.lockstep.outbox"})
@ComponentScan(
        basePackages = {
            "dev.lockstep.audit",
            "dev.lockstep.outbox",
            "dev.lockstep.platform",
            "dev.lockstep.account",
            "dev.lockstep.work"
        },
        excludeFilters =
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern = {
                            "dev\\.lockstep\\.account\\.(signin|ui|simulation|selftest)\\..*",
                            "dev\\.lockstep\\.account\\.(CurrentAccount|SignIns|WebTokens|profile\\.ProfileChanges)",
                            "dev\\.lockstep\\.account\\.webhook\\.(WebhookController|Webhooks)",
                            "dev\\.lockstep\\.account\\.reconcile\\.(Reconciliation|ScheduledRuns|NightlyRun|RunWatch).*",
                            "dev\\.lockstep\\.audit\\.AuditTrail",
                            ".*(Test|Context|Benchmark)(\\$.*)?"
                        }))
class AgreementContext {

    /** Of one life; set again for each. */
    static final class Chance implements RandomGenerator {
        private volatile RandomGenerator source = new Random(0);

        void seed(long seed) {
            source = new Random(seed);
        }

        @Override
        public long nextLong() {
            return source.nextLong();
        }
    }

    /** Of one life; none of them comes after an id of the life before. */
    static final class Ids implements Supplier<UUID> {
        private final Clock clock;
        private final RandomGenerator random;
        private volatile UuidV7 ids;

        Ids(Clock clock, RandomGenerator random) {
            this.clock = clock;
            this.random = random;
            this.ids = new UuidV7(clock, random);
        }

        void startAfresh() {
            ids = new UuidV7(clock, random);
        }

        @Override
        public UUID get() {
            return ids.get();
        }
    }

    @Bean
    ManualClock clock() {
        return ManualClock.standing();
    }

    @Bean
    Chance random() {
        return new Chance();
    }

    @Bean
    Rules rules() {
        return new Rules();
    }

    @Bean
    Ids ids(Clock clock, RandomGenerator random) {
        return new Ids(clock, random);
    }

    @Bean
    Records records(JdbcTemplate jdbc) {
        return new Records(jdbc);
    }

    @Bean(destroyMethod = "close")
    SimulatedCloud cloud(Clock clock, Rules rules) {
        return new SimulatedCloud(clock, rules);
    }

    @Bean
    ClerkProperties clerkProperties(SimulatedCloud cloud) {
        return new ClerkProperties(cloud.url(), Secret.of("sk_live_simulated"), cloud.url(), null, null, null, null);
    }

    @Bean
    ClerkClient clerk(ClerkProperties properties) {
        return new ClerkClient(properties);
    }

    private static ConvexProperties convexProperties(SimulatedCloud cloud) {
        return new ConvexProperties(cloud.url(), Duration.ofSeconds(2), Duration.ofSeconds(5));
    }

    @Bean
    ConvexClient convex(SimulatedCloud cloud) {
        return new ConvexClient(convexProperties(cloud));
    }

    @Bean
    LiveClients liveClients(SimulatedCloud cloud) {
        return new LiveClients(convexProperties(cloud));
    }

    @Bean
    MeterRegistry meters() {
        return new SimpleMeterRegistry();
    }

    /** A token says whose it is. */
    @Bean
    OwnerTokens tokens() {
        return owner -> Optional.of(Secret.of(owner.value()));
    }

    @Bean
    SwitchedProfileChanges profileChanges(Changes outgoing, Rules rules) {
        return new SwitchedProfileChanges(outgoing, rules);
    }

    @Bean
    SwitchedAuditTrail auditTrail(JdbcClient jdbc, Clock clock, Rules rules) {
        return new SwitchedAuditTrail(jdbc, clock, rules);
    }

    @Bean
    Crashes crashes(Rules rules) {
        return new Crashes(rules);
    }

    @Bean
    static Turns turns() {
        return new Turns();
    }

    @Bean
    static BeanPostProcessor mortalDestinations(ObjectProvider<Crashes> crashes, Turns turns) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return switch (bean) {
                    case Destination real -> new MortalDestination(real, crashes::getObject, turns);
                    case Claims real -> turns.watching(real);
                    default -> bean;
                };
            }
        };
    }
}
