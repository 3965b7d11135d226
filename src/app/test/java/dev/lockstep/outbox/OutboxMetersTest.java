package dev.lockstep.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.ManualClock;
import dev.lockstep.core.Owner;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.change.Destination;
import dev.lockstep.outbox.push.PushLoop;
import dev.lockstep.outbox.push.Pusher;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What somebody who watches the outbox from outside is told. */
@SpringBootTest(
        classes = OutboxContext.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties =
                "spring.datasource.url=jdbc:h2:mem:meters;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1")
@DirtiesContext(classMode = DirtiesContext.ClassMode.AFTER_EACH_TEST_METHOD)
class OutboxMetersTest {

    private static final Owner ADA = Owner.of("user_ada");

    @Autowired
    private Changes changes;

    @Autowired
    private Pusher pusher;

    @Autowired
    private PushLoop loop;

    @Autowired
    private ManualClock clock;

    @Autowired
    private FakeDestination alpha;

    @Autowired
    private FakeDestination beta;

    @Autowired
    private MeterRegistry registry;

    @Autowired
    @Qualifier("outboxHealthIndicator")
    private HealthIndicator health;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private PlatformTransactionManager transactions;

    @BeforeEach
    void quietTheLoop() {
        loop.stop();
        jdbc.update("delete from outbox_entry");
    }

    @Test
    void countsDeliveriesByOutcomeAndTimesThem() {
        alpha.answers(change -> {
            clock.advance(Duration.ofMillis(250));
            return "{}";
        });
        record("ALPHA", 2);
        pusher.runOnce();
        beta.refuses(new Problem(new ProblemCode("Busy"), Problem.Kind.TRANSIENT, "The line was busy.", "Wait."));
        record("BETA", 40);

        pusher.runOnce();

        assertThat(attempts("ALPHA", "taken")).isEqualTo(2);
        double sent = attempts("BETA", "transient");
        assertThat(sent)
                .as("ten open the breaker, and the other workers may be sending")
                .isBetween(10.0, 17.0);
        assertThat(registry.get("lockstep.outbox.turned.away")
                        .tags("destination", "BETA", "reason", "DestinationResting")
                        .counter()
                        .count())
                .as("whatever was taken and not sent; who draws no wait at all is taken twice")
                .isEqualTo(taken("BETA") - sent);
        assertThat(registry.get("lockstep.outbox.latency")
                        .tag("destination", "ALPHA")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .as("from recording to arrival")
                .isGreaterThanOrEqualTo(250 + 500);
        assertThat(breaker("BETA", "open")).isEqualTo(1);
        assertThat(breaker("BETA", "closed")).isZero();
        assertThat(breaker("ALPHA", "closed")).isEqualTo(1);
    }

    @Test
    void tellsHowMuchWaitsAndForHowLong() {
        record("ALPHA", 3);
        clock.advance(Duration.ofMinutes(14));
        assertThat(gauge("waiting", "ALPHA")).isEqualTo(3);
        assertThat(gauge("waiting", "BETA")).isZero();
        assertThat(gauge("oldest", "ALPHA")).isEqualTo(14 * 60);
        assertThat(health().getStatus()).isEqualTo(Status.UP);

        clock.advance(Duration.ofMinutes(2));
        assertThat(health().getStatus()).isEqualTo(new Status("DEGRADED"));
        assertThat(health().getDetails())
                .containsEntry("waiting", 3L)
                .containsEntry("oldest", "PT16M")
                .containsEntry("ALPHA", Map.of("waiting", 3L, "parked", 0L, "oldest", "PT16M"));

        pusher.runOnce();
        clock.advance(Duration.ofSeconds(6));
        assertThat(gauge("waiting", "ALPHA")).isZero();
        assertThat(health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void asksForALookWhenSomethingIsParked() {
        beta.refuses(new Problem(new ProblemCode("No"), Problem.Kind.PERMANENT, "No.", "Change it."));
        record("BETA", 1);
        for (int i = 0; i < 3; i++) {
            pusher.runOnce();
            clock.advance(Duration.ofMinutes(6));
        }

        assertThat(gauge("parked", "BETA")).isEqualTo(1);
        assertThat(gauge("oldest", "BETA")).as("nothing waits").isZero();
        assertThat(health().getStatus()).isEqualTo(new Status("DEGRADED"));
    }

    /** Somebody may be away for weeks; that is no fault of the outbox. */
    @Test
    void doesNotCountTheAgeOfWhatWaitsForASignIn() {
        beta.refuses(new Problem(
                Destination.NOT_SIGNED_IN, Problem.Kind.AUTH, "Beta needs this person to be signed in.", "Sign in."));
        record("BETA", 1);
        pusher.runOnce();
        clock.advance(Duration.ofDays(3));

        assertThat(gauge("waiting", "BETA")).isEqualTo(1);
        assertThat(gauge("oldest", "BETA")).isZero();
        assertThat(health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void namesTheChangeInEverythingThatIsLoggedOnItsWay() {
        var logged = new ArrayList<String>();
        alpha.answers(change -> {
            logged.add(MDC.get("op"));
            return "{}";
        });

        ChangeId id = record("ALPHA", 1).getFirst();
        pusher.runOnce();

        assertThat(logged).containsExactly(id.toString());
        assertThat(MDC.get("op")).isNull();
    }

    private double attempts(String destination, String outcome) {
        return registry.get("lockstep.outbox.attempts")
                .tags("destination", destination, "outcome", outcome)
                .timer()
                .count();
    }

    private double gauge(String name, String destination) {
        return registry.get("lockstep.outbox." + name)
                .tag("destination", destination)
                .gauge()
                .value();
    }

    private double breaker(String destination, String state) {
        return registry.get("lockstep.outbox.breaker")
                .tags("destination", destination, "state", state)
                .gauge()
                .value();
    }

    /** How often changes on their way there were taken. */
    private long taken(String destination) {
        return jdbc.queryForObject(
                "select sum(claims) from outbox_entry where destination = ?", Long.class, destination);
    }

    private Health health() {
        return health.health(true);
    }

    private List<ChangeId> record(String destination, int count) {
        var ids = new ArrayList<ChangeId>();
        for (int i = 0; i < count; i++) {
            ChangeId id = changes.newId();
            ids.add(id);
            var change = new Change(id, id, ADA, destination, "r" + i, "{}");
            new TransactionTemplate(transactions).executeWithoutResult(status -> changes.record(List.of(change)));
        }
        return ids;
    }
}
