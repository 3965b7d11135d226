package dev.lockstep.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.ManualClock;
import dev.lockstep.core.Owner;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.push.PushLoop;
import dev.lockstep.outbox.push.Pusher;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Sick systems are left alone, and none gets more than it takes; nothing of that counts as an attempt. */
@SpringBootTest(
        classes = OutboxContext.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = "spring.datasource.url=" + GatesTest.DATABASE)
class GatesTest {

    static final String DATABASE = "jdbc:h2:mem:gates;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1";

    private static final Owner ADA = Owner.of("user_ada");
    private static final Owner BOB = Owner.of("user_bob");

    @Autowired
    private Deliveries deliveries;

    @Autowired
    private Failures failures;

    @Autowired
    private Changes changes;

    @Autowired
    private Pusher pusher;

    @Autowired
    private PushLoop loop;

    @Autowired
    private Clock clock;

    @Autowired
    private FakeDestination alpha;

    @Autowired
    private FakeDestination beta;

    @Autowired
    private FakeDestination paced;

    @Autowired
    private FakeDestination brisk;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private PlatformTransactionManager transactions;

    @BeforeEach
    void quietTheLoop() {
        loop.stop();
        jdbc.update("delete from outbox_entry");
        List.of(alpha, beta, paced, brisk).forEach(FakeDestination::reset);
    }

    @Test
    void leavesADestinationAloneThatKeepsFailing() {
        alpha.refuses(new Problem(new ProblemCode("Busy"), Problem.Kind.TRANSIENT, "The line was busy.", "Wait."));
        record(ADA, "ALPHA", 10);
        pusher.runOnce();
        assertThat(alpha.asked()).hasSize(10);

        ChangeId late = record(BOB, "ALPHA", 1);
        ChangeId other = record(BOB, "BETA", 1);
        List<Leg> legs = deliveries.deliver(late, Duration.ofSeconds(5), leg -> {});
        deliveries.deliver(other, Duration.ofSeconds(5), leg -> {});

        assertThat(alpha.asked()).as("not sent").hasSize(10);
        assertThat(beta.taken()).as("the others go on").hasSize(1);
        assertThat(legs.getFirst().outcome()).isInstanceOfSatisfying(Outcome.Queued.class, queued -> {
            assertThat(queued.reason()).isEqualTo("Alpha has failed often and is left alone for a moment.");
            assertThat(queued.nextTry())
                    .hasValueSatisfying(next -> assertThat(next)
                            .isBetween(
                                    clock.instant().plusSeconds(10),
                                    clock.instant().plusSeconds(20)));
        });
        assertThat(deliveries.waiting(BOB).getFirst().attempts())
                .as("no attempt")
                .isZero();

        alpha.answers(change -> "{}");
        for (int i = 0; i < 5; i++) {
            ((ManualClock) clock).advance(Duration.ofMinutes(6));
            pusher.runOnce();
        }
        assertThat(alpha.taken()).hasSize(11);
        assertThat(failures.count()).isZero();
    }

    @Test
    void putsOffWhatComesWhileAFewTryADestinationAgain() {
        beta.refuses(new Problem(new ProblemCode("Busy"), Problem.Kind.TRANSIENT, "The line was busy.", "Wait."));
        record(ADA, "BETA", 10);
        pusher.runOnce();
        ((ManualClock) clock).advance(Duration.ofMinutes(6));

        // Those that may try are under way until the others have been put off.
        beta.answers(change -> {
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> putOff(ADA) == 7);
            return "{}";
        });
        pusher.runOnce();
        assertThat(beta.taken()).as("as many as may try").hasSize(3);
        assertThat(deliveries.waiting(ADA))
                .hasSize(7)
                .allSatisfy(waiting -> assertThat(waiting.nextTry())
                        .isBetween(
                                clock.instant().plusSeconds(10), clock.instant().plusSeconds(20)));

        beta.answers(change -> "{}");
        ((ManualClock) clock).advance(Duration.ofSeconds(20));
        pusher.runOnce();
        assertThat(beta.taken()).hasSize(10);
        assertThat(failures.count()).isZero();
    }

    @Test
    void refusalsOfContentSayNothingAgainstADestination() {
        beta.refuses(new Problem(new ProblemCode("No"), Problem.Kind.PERMANENT, "No.", "Change it."));
        record(ADA, "BETA", 12);
        pusher.runOnce();
        pusher.runOnce();

        beta.answers(change -> "{}");
        record(BOB, "BETA", 1);
        pusher.runOnce();

        assertThat(beta.taken()).hasSize(1);
    }

    @Test
    void givesASystemNoMoreThanItTakes() {
        record(ADA, "PACED", 6);
        pusher.runOnce();
        assertThat(paced.asked()).as("of one person").hasSize(3);

        record(BOB, "PACED", 3);
        pusher.runOnce();
        assertThat(paced.asked()).as("in all").hasSize(5);

        assertThat(deliveries.waiting(ADA)).hasSize(3).allSatisfy(waiting -> {
            assertThat(waiting.attempts()).isZero();
            assertThat(waiting.error()).contains("Paced takes only so many changes at a time.");
            assertThat(waiting.nextTry()).isAfter(clock.instant().plus(Duration.ofMinutes(1)));
        });
    }

    @Test
    void sendsTheRestInTheNextPeriods() {
        record(ADA, "BRISK", 10);

        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            pusher.runOnce();
            ((ManualClock) clock).advance(Duration.ofSeconds(5));
            return brisk.taken().size() == 10;
        });

        assertThat(brisk.asked()).doesNotHaveDuplicates();
    }

    @Test
    void saysWhichFigureIsWrong() {
        assertThatThrownBy(() -> start("lockstep.outbox.breaker.failure-percent=0"))
                .rootCause()
                .hasMessage("lockstep.outbox.breaker.failure-percent is from 1 to 100, not 0");
        assertThatThrownBy(() -> start("lockstep.outbox.workers=0"))
                .rootCause()
                .hasMessage("lockstep.outbox.workers is at least 1, not 0");
        assertThatThrownBy(() -> start("lockstep.outbox.pause=0s"))
                .rootCause()
                .hasMessage("lockstep.outbox.pause is longer than zero, not PT0S");
    }

    private static void start(String setting) {
        new SpringApplicationBuilder(OutboxContext.class)
                .web(WebApplicationType.NONE)
                .run("--spring.datasource.url=" + DATABASE, "--" + setting)
                .close();
    }

    private long putOff(Owner owner) {
        return deliveries.waiting(owner).stream()
                .filter(waiting -> waiting.nextTry().isAfter(clock.instant()))
                .count();
    }

    /** @return the group of the last one */
    private ChangeId record(Owner owner, String destination, int count) {
        ChangeId group = changes.newId();
        for (int i = 0; i < count; i++) {
            var change = new Change(changes.newId(), group, owner, destination, "r" + i, owner + " " + i);
            new TransactionTemplate(transactions).executeWithoutResult(status -> changes.record(List.of(change)));
        }
        return group;
    }
}
