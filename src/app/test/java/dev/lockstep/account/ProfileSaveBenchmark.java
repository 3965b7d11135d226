package dev.lockstep.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.LockstepApp;
import dev.lockstep.Profiles;
import dev.lockstep.clerk.ClerkClient;
import dev.lockstep.clerk.ClerkUserChange;
import dev.lockstep.convex.ConvexClient;
import dev.lockstep.convex.ConvexToken;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.PersonId;
import dev.lockstep.outbox.Leg;
import dev.lockstep.outbox.Outcome;
import dev.lockstep.platform.OwnerTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How long a save takes when each service takes 200 ms more, beside each leg alone and the legs in sequence, in turns.
 * Prints {@code bench <name> <figure> <unit>}; medians, since other work on the machine disturbs single rounds.
 */
@Tag("bench")
class ProfileSaveBenchmark {

    private static final int WARM_UP = 16;
    private static final int ROUNDS = 40;
    private static final int PEOPLE = 8;
    private static final String DELAY = "\"delayMillis\": 200";

    @FunctionalInterface
    private interface Step {
        void run(PersonId user, String name);
    }

    @Test
    void comparesTheLegsTogetherWithTheLegsInSequence() {
        try (LockstepApp app = LockstepApp.start(LockstepApp.fresh("bench"))) {
            // Clerk takes ten writes of one person in ten seconds, so there are several; signed in as people are, so
            // that
            // no token has to be minted on the way.
            List<PersonId> people = IntStream.range(0, PEOPLE)
                    .mapToObj(i -> app.signUp("Mary", "Shelley" + i))
                    .toList();
            var profiles = new Profiles(app);
            app.clerkFault("{\"match\": \"PATCH /v1/users/\", " + DELAY + "}");
            app.convexFault("{\"match\": \"POST /api/mutation\", " + DELAY + "}");
            Step save = (user, name) -> assertThat(profiles.save(user, profiles.form(user, "Mary", name, name))
                            .legs())
                    .extracting(Leg::outcome)
                    .containsOnly(new Outcome.Saved());
            Step clerk = (user, name) -> app.bean(ClerkClient.class)
                    .updateUser(user.value(), ClerkUserChange.nothing().lastName(name));
            Step convex = (user, name) -> app.bean(ConvexClient.class)
                    .mutation(
                            "users:updateProfile",
                            ConvexValue.object("last_name", ConvexValue.text(name)),
                            () -> new ConvexToken.User(
                                    app.bean(OwnerTokens.class).tokenFor(user).orElseThrow()));
            Step sequence = (user, name) -> {
                convex.run(user, name);
                clerk.run(user, name);
            };
            measure(people, List.of(save, clerk, convex, sequence));
        }
    }

    private static void measure(List<PersonId> people, List<Step> steps) {
        List<List<Double>> millis = new ArrayList<>();
        steps.forEach(step -> millis.add(new ArrayList<>()));
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (int i = 0; i < steps.size(); i++) {
                PersonId user = people.get(Math.floorMod(round, people.size()));
                long start = System.nanoTime();
                steps.get(i).run(user, "Round " + round + " " + i);
                if (round >= 0) {
                    millis.get(i).add((System.nanoTime() - start) / 1e6);
                }
            }
        }
        double save = median(millis.get(0));
        double clerk = median(millis.get(1));
        double convex = median(millis.get(2));
        double sequence = median(millis.get(3));
        print("profile-save-together", save, "ms");
        print("profile-save-leg-clerk", clerk, "ms");
        print("profile-save-leg-convex", convex, "ms");
        print("profile-save-sequence", sequence, "ms");
        print("profile-save-ratio", save / Math.max(clerk, convex), "together/slower-leg");
        print("profile-save-gain", sequence / save, "sequence/together");
    }

    private static double median(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static void print(String name, double figure, String unit) {
        System.out.printf(Locale.ROOT, "bench %s %.2f %s%n", name, figure, unit);
    }
}
