package dev.lockstep;

import dev.lockstep.account.SavedProfile;
import dev.lockstep.account.person.UserId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;

/**
 * A process that runs the application, saves a thousand profiles and prints each save that was acknowledged:
 * {@code saved user number}. Made to be killed.
 */
final class KilledSaves {

    static final int SAVES_EACH = 8;
    private static final int LANES = 8;
    private static final long SEED = 42;

    private KilledSaves() {}

    public static void main(String[] args) {
        LockstepApp app = LockstepApp.start(Path.of(args[0]));
        List<UserId> people = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            people.add(app.settle("killed" + i + "@example.com", "Mary" + i));
        }
        var profiles = new Profiles(app);
        people.forEach(profiles::awaitArrival);
        System.out.println("settled " + people.size());
        try (var lanes = Executors.newFixedThreadPool(LANES)) {
            for (int lane = 0; lane < LANES; lane++) {
                List<UserId> own = everyNth(people, lane);
                long seed = SEED + lane;
                lanes.submit(() -> saveAll(profiles, own, new Random(seed)));
            }
        }
        System.out.println("finished");
    }

    private static List<UserId> everyNth(List<UserId> people, int first) {
        var own = new ArrayList<UserId>();
        for (int i = first; i < people.size(); i += LANES) {
            own.add(people.get(i));
        }
        return own;
    }

    /** Each person's saves are numbered; the number is what the save writes. */
    private static void saveAll(Profiles profiles, List<UserId> people, Random random) {
        int[] next = new int[people.size()];
        for (int left = people.size() * SAVES_EACH; left > 0; left--) {
            int chosen = random.nextInt(people.size());
            while (next[chosen] == SAVES_EACH) {
                chosen = (chosen + 1) % people.size();
            }
            int number = ++next[chosen];
            UserId user = people.get(chosen);
            SavedProfile saved =
                    profiles.save(user, profiles.form(user, "Mary", String.valueOf(number), "Save " + number));
            if (saved.legs().size() != 2) {
                throw new IllegalStateException("A save has two legs, not " + saved.legs());
            }
            System.out.println("saved " + user + " " + number);
        }
    }
}
