package dev.lockstep;

import dev.lockstep.core.PersonId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** A process that runs the application on a small disk, fills it, makes room again, and prints what became of saves. */
final class FullDisk {

    private static final int ENOUGH_REFUSED = 20;
    private static final int MOST_SAVES = 2000;

    private FullDisk() {}

    public static void main(String[] args) throws IOException {
        Path home = Path.of(args[0]);
        LockstepApp app = LockstepApp.start(home);
        var profiles = new Profiles(app);
        PersonId user = app.settle("full.disk@example.com", "Mary");
        profiles.awaitArrival(user);
        Path ballast = home.resolve("ballast");
        fill(ballast);
        System.out.println("full");
        int kept = 0;
        int refused = 0;
        for (int number = 1; refused < ENOUGH_REFUSED && number < MOST_SAVES; number++) {
            if (isKept(profiles, user, number)) {
                kept = number;
            } else {
                refused++;
            }
        }
        System.out.println("refused " + refused + " kept " + kept);
        Files.delete(ballast);
        int before = kept;
        LockstepApp.await("a save is kept again", Duration.ofSeconds(30), () -> isKept(profiles, user, MOST_SAVES));
        System.out.println("kept again, before it " + before);
        LockstepApp.await(
                "everything has arrived",
                Duration.ofSeconds(60),
                () -> app.inClerk(user).lastName().equals(java.util.Optional.of(String.valueOf(MOST_SAVES)))
                        && app.inConvex(user).text("last_name").equals(java.util.Optional.of("" + MOST_SAVES)));
        System.out.println("agreed");
        Runtime.getRuntime().halt(0);
    }

    private static boolean isKept(Profiles profiles, PersonId user, int number) {
        try {
            profiles.save(user, profiles.form(user, "Mary", String.valueOf(number)));
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static void fill(Path ballast) throws IOException {
        byte[] piece = new byte[64 * 1024];
        try (var out = Files.newOutputStream(ballast, StandardOpenOption.CREATE)) {
            while (true) {
                out.write(piece);
            }
        } catch (IOException e) {
            // No space left: what was wanted.
        }
    }
}
