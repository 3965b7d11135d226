package dev.lockstep.account.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.account.webhook.PlayedWebhooks;
import dev.lockstep.outbox.push.PushLoop;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestConstructor;

/**
 * Edits in Clerk, in Convex and here, with requests, answers, messages and workers lost on the way: in the end all three
 * agree, nothing that was acknowledged is lost, and every repair is written down. {@code -Dagreement.lives=3000} lives
 * longer.
 */
@SpringBootTest(
        classes = AgreementContext.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "spring.jpa.hibernate.ddl-auto=validate",
            "spring.datasource.url=jdbc:h2:mem:agreement;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH",
            "lockstep.outbox.workers=1",
            "lockstep.outbox.breaker.calls=100000",
            "lockstep.outbox.breaker.failure-percent=100",
            "lockstep.account.client-id=simulated",
            "lockstep.account.client-secret=simulated",
            "lockstep.account.webhook-secrets=" + Life.SECRET_TEXT,
            "lockstep.convex.deploy-key=simulated|key",
            "lockstep.reconciliation.clerk-calls-per-second=1000000",
            "lockstep.reconciliation.schedule=off",
            "logging.level.dev.lockstep=OFF"
        })
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@Tag("wire")
class AgreementSimulationTest {

    private static final int LIVES = Integer.getInteger("agreement.lives", 50);

    private static final int SAME = 6;

    /** The rarest of the rules shows in one life of some dozens. */
    private static final int ENOUGH = 300;

    private final ApplicationContext context;
    private final Rules rules;

    AgreementSimulationTest(ApplicationContext context, Rules rules) {
        this.context = context;
        this.rules = rules;
    }

    @BeforeEach
    void moveByHand() {
        context.getBean(PushLoop.class).stop();
        PlayedWebhooks.stop(context);
        rules.without(null);
    }

    @Test
    void endsInAgreement() {
        for (long seed = 1; seed <= LIVES; seed++) {
            assertThat(new Life(context, seed).live()).as("seed " + seed).isEmpty();
        }
    }

    @Test
    void tellsTheSameStoryWhateverCameBefore() {
        List<String> told = seeds().mapToObj(this::story).toList();

        assertThat(seeds().mapToObj(seed -> story(SAME + 1 - seed)).toList()).isEqualTo(told.reversed());
    }

    private static LongStream seeds() {
        return LongStream.rangeClosed(1, SAME);
    }

    private String story(long seed) {
        var life = new Life(context, seed);
        life.live();
        return life.story();
    }

    /** Each rule is needed: without it some life goes wrong. */
    @Test
    void goesWrongWithoutAnyOfTheRules() {
        Map<Rule, String> found = new EnumMap<>(Rule.class);
        for (Rule rule : Rule.values()) {
            rules.without(rule);
            for (long seed = 1; seed <= ENOUGH && !found.containsKey(rule); seed++) {
                List<String> wrong = new Life(context, seed).live();
                if (!wrong.isEmpty()) {
                    found.put(rule, "seed " + seed + ": " + wrong.getFirst());
                }
            }
        }
        found.forEach((rule, what) -> System.out.println("without " + rule + " " + what));
        assertThat(found).containsOnlyKeys(Rule.values());
    }
}
