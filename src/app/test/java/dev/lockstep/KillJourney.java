package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.account.Accounts;
import dev.lockstep.account.webhook.SignedWebhooks;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.PersonId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Saves, mutations and webhooks all at once, kill -9 in the middle of them, a start in the same home, and all over again.
 * Whatever was acknowledged is there, and nothing is there twice: looked at in the files after every kill, and after
 * every twentieth and the last by the application itself, when all that was under way has arrived in both systems.
 */
@Tag("wire")
class KillJourney {

    /** A hundred at night. */
    private static final int ROUNDS = Integer.getInteger("kill.rounds", 1);

    private static final int ARRIVES_EVERY = 20;
    private static final long SEED = 42;

    /** A round is killed after at most so many saves. */
    private static final int MOST_SAVES = 24;

    /** And so long after the last of them at most, so that it may come at any point of the next ones. */
    private static final int LONGEST_MILLIS = 100;

    /** A run that notes all it loads takes several times as long as another. */
    private static final Duration TRAINING = Duration.ofMinutes(10);

    private static final int WORTH_A_CACHE = 5;

    private final Acknowledged acknowledged = new Acknowledged();
    private final Random random = new Random(SEED);

    @Test
    void losesNothingAcknowledgedAndDoublesNothingHoweverOftenItIsKilled() throws Exception {
        Path home = LockstepApp.fresh("killed");
        Path copy = LockstepApp.fresh("killed-copy");
        StartCache cache = ROUNDS < WORTH_A_CACHE ? StartCache.NONE : trained(home);
        long start = System.nanoTime();
        for (int round = 1; round <= ROUNDS; round++) {
            acknowledged.add(runAndKill(cache, home, round));
            acknowledged.assertStored(KilledHome.of(home, copy));
            if (round % ARRIVES_EVERY == 0 || round == ROUNDS) {
                assertArrived(home);
                acknowledged.assertStored(KilledHome.of(home, copy));
            }
            System.out.printf(
                    Locale.ROOT,
                    "kill-9 kills=%d acknowledged and found once each: %s seconds=%d%n",
                    round,
                    acknowledged,
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
        }
        acknowledged.assertMixed();
    }

    /** Makes a cache of a first run, of which nothing is asked but that it ends as it should. */
    private static StartCache trained(Path home) throws Exception {
        var cache = StartCache.in(LockstepApp.fresh("killed-cache"));
        Path output = home.resolveSibling(home.getFileName() + ".log");
        try (ChildRun run = ChildRun.of(cache.make(), KilledLoad.class, output, home.toString(), "0", "0")) {
            run.awaitLine("\nsaved ", TRAINING);
            run.stop();
        }
        return cache;
    }

    /** @return the lines of the round; the last one may have been cut by the kill and is left out */
    private List<String> runAndKill(StartCache cache, Path home, int round) throws Exception {
        Path output = home.resolveSibling(home.getFileName() + ".log");
        int enough = 1 + random.nextInt(MOST_SAVES);
        int more = random.nextInt(LONGEST_MILLIS);
        String seed = String.valueOf(random.nextLong());
        try (ChildRun run =
                ChildRun.of(cache.use(), KilledLoad.class, output, home.toString(), String.valueOf(round), seed)) {
            run.awaitLine("loading");
            LockstepApp.await(enough + " saves", ChildRun.PATIENCE, () -> {
                if (run.output().contains("\nfailed ")) {
                    throw new AssertionError(run.output());
                }
                return Acknowledged.saves(lines(run)) >= enough;
            });
            new CompletableFuture<Void>()
                    .completeOnTimeout(null, more, TimeUnit.MILLISECONDS)
                    .join();
            run.kill();
            return lines(run);
        }
    }

    private static List<String> lines(ChildRun run) {
        String output = run.output();
        return output.substring(0, output.lastIndexOf('\n') + 1).lines().toList();
    }

    /** All three agree about everybody, and each webhook has been applied once. */
    private void assertArrived(Path home) {
        try (LockstepApp app = KilledLoad.start(home)) {
            var jdbc = app.bean(JdbcTemplate.class);
            awaitNone(jdbc, "webhook_message where state <> 'APPLIED'");
            awaitNone(jdbc, "outbox_entry where state = 'WAITING'");
            assertThat(count(jdbc, "outbox_entry where state = 'PARKED'")).isZero();
            acknowledged.people().forEach(user -> assertAgreement(app, user));
            for (int person = 0; person < KilledLoad.TOLD; person++) {
                assertTold(app, person);
            }
        }
    }

    private static void assertAgreement(LockstepApp app, PersonId user) {
        String here = lastName(app, user);
        assertThat(app.inClerk(user).lastName()).as("Clerk has " + user).contains(here);
        assertThat(app.inConvex(user).text("last_name"))
                .as("Convex has " + user)
                .contains(here);
        assertThat(app.inConvex(user).field("interests"))
                .as("Convex has " + user)
                .contains(ConvexValue.of(List.of("Save " + here)));
    }

    /** The person has the newest state, and as many changes went on to Convex as there are states. */
    private static void assertTold(LockstepApp app, int person) {
        PersonId user = SignedWebhooks.user(person);
        var jdbc = app.bean(JdbcTemplate.class);
        int told = count(jdbc, "webhook_message where subject = '" + user + "'");
        if (told > 0) {
            assertThat(lastName(app, user)).isEqualTo(String.valueOf(told));
            assertThat(app.inConvex(user).text("last_name")).contains(String.valueOf(told));
            assertThat(count(jdbc, "outbox_entry where owner_id = '" + user + "'"))
                    .isEqualTo(told);
        }
    }

    private static String lastName(LockstepApp app, PersonId user) {
        return app.bean(Accounts.class).find(user).orElseThrow().lastName().orElseThrow();
    }

    private static void awaitNone(JdbcTemplate jdbc, String from) {
        LockstepApp.await("no " + from, ChildRun.PATIENCE, () -> count(jdbc, from) == 0);
    }

    private static int count(JdbcTemplate jdbc, String from) {
        Integer count = jdbc.queryForObject("select count(*) from " + from, Integer.class);
        return count == null ? 0 : count;
    }
}
