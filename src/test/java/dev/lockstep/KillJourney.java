package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.account.Accounts;
import dev.lockstep.account.person.UserId;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.sync.Sync;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Hundreds of saves, kill -9 in the middle of them, a new start: what was acknowledged is there, in both systems. */
@Tag("wire")
class KillJourney {

    /** Enough for saves to be under way everywhere; the whole thousand at night. */
    private static final int PEOPLE = Integer.getInteger("kill.people", 45);

    private static final int KILLED_AFTER = PEOPLE * KilledSaves.SAVES_EACH / 2;

    @Test
    void losesNoAcknowledgedSaveWhenTheProcessIsKilled() throws Exception {
        Path home = LockstepApp.fresh("killed");
        Map<UserId, Integer> acknowledged = runAndKill(home);
        int saves = acknowledged.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(saves).isGreaterThanOrEqualTo(KILLED_AFTER);

        long start = System.nanoTime();
        try (LockstepApp app = LockstepApp.start(home)) {
            int queued = acknowledged.keySet().stream()
                    .mapToInt(user -> app.bean(Sync.class).waiting(user.owner()).size())
                    .sum();
            acknowledged.keySet().forEach(user -> drain(app, user));
            System.out.printf(
                    Locale.ROOT,
                    "kill-9 acknowledged=%d people=%d queued-at-restart=%d restart-and-drain=%ds%n",
                    saves,
                    acknowledged.size(),
                    queued,
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));

            acknowledged.forEach((user, number) -> assertPresent(app, user, number));
        }
        assertThat(StoredOperations.in(home)).hasSizeGreaterThanOrEqualTo(saves).doesNotHaveDuplicates();
    }

    /** @return the newest acknowledged save of each person */
    private static Map<UserId, Integer> runAndKill(Path home) throws Exception {
        Path output = home.resolveSibling(home.getFileName() + ".log");
        try (ChildRun run = ChildRun.of(KilledSaves.class, output, home.toString(), String.valueOf(PEOPLE))) {
            run.awaitLine("settled");
            LockstepApp.await(
                    KILLED_AFTER + " saves", ChildRun.PATIENCE, () -> saved(run).size() >= KILLED_AFTER);
            run.kill();
            assertThat(run.output()).doesNotContain("finished");
            Map<UserId, Integer> newest = new HashMap<>();
            for (String line : saved(run)) {
                String[] parts = line.split(" ");
                newest.merge(new UserId(parts[1]), Integer.parseInt(parts[2]), Math::max);
            }
            return newest;
        }
    }

    /** Whole lines only: the last one may have been cut by the kill. */
    private static List<String> saved(ChildRun run) {
        String output = run.output();
        return output.substring(0, output.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> line.startsWith("saved "))
                .toList();
    }

    private static void drain(LockstepApp app, UserId user) {
        LockstepApp.await(
                "everything of " + user,
                ChildRun.PATIENCE,
                () -> app.bean(Sync.class).waiting(user.owner()).isEmpty());
    }

    /** A later save may be there too: stored before the kill and not yet acknowledged. All three agree in any case. */
    private static void assertPresent(LockstepApp app, UserId user, int acknowledged) {
        String here =
                app.bean(Accounts.class).find(user).orElseThrow().lastName().orElseThrow();
        assertThat(Integer.parseInt(here)).as(user.value()).isBetween(acknowledged, acknowledged + 1);
        assertThat(app.inClerk(user).lastName()).as("Clerk has " + user).contains(here);
        assertThat(app.inConvex(user).text("last_name"))
                .as("Convex has " + user)
                .contains(here);
        assertThat(app.inConvex(user).field("interests"))
                .as("Convex has " + user)
                .contains(ConvexValue.of(List.of("Save " + here)));
    }
}
