package dev.lockstep;

import dev.lockstep.account.Accounts;
import dev.lockstep.account.SavedProfile;
import dev.lockstep.account.person.Account;
import dev.lockstep.account.webhook.SignedWebhooks;
import dev.lockstep.core.PersonId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A process that runs the application in a home, again and again the same one, and puts it under load: profile saves,
 * mutations straight to Convex, and signed webhooks, all at once and without end. Made to be killed.
 *
 * <p>Prints {@code loading} when the load begins, and then each acknowledgement: {@code saved user number},
 * {@code mutated number}, {@code taken svix-id}. Arguments: home, number of the round, seed.
 */
public final class KilledLoad {

    public static final int PEOPLE = 12;

    /** People of whom only webhooks tell. */
    public static final int TOLD = 6;

    private static final int SAVING = 4;
    private static final int MUTATING = 2;
    private static final int TELLING = 2;

    private static final int MUTATIONS_A_SAVE = 4;
    private static final int MESSAGES_A_SAVE = 2;

    /** One in so many messages is delivered twice in a row. */
    private static final int TWICE = 3;

    private final LockstepApp app;
    private final long seed;
    private final AtomicBoolean failed = new AtomicBoolean();

    /** The load goes on at the pace of the saves, so that no kind is drowned by another. */
    private final Semaphore mutations = new Semaphore(SAVING * MUTATIONS_A_SAVE);

    private final Semaphore messages = new Semaphore(SAVING * MESSAGES_A_SAVE);

    private KilledLoad(LockstepApp app, long seed) {
        this.app = app;
        this.seed = seed;
    }

    public static void main(String[] args) {
        Path home = Path.of(args[0]);
        LockstepApp app = start(home);
        var load = new KilledLoad(app, Long.parseLong(args[2]));
        List<PersonId> people = people(app);
        System.out.println("loading");
        load.run(people, Long.parseLong(args[1]));
    }

    private void run(List<PersonId> people, long round) {
        try (ExecutorService lanes = Executors.newFixedThreadPool(SAVING + MUTATING + TELLING)) {
            for (int lane = 0; lane < SAVING; lane++) {
                List<PersonId> own = everyNth(people, lane);
                run(lanes, random -> save(own, random));
            }
            for (int lane = 0; lane < MUTATING; lane++) {
                long first = (round * MUTATING + lane) * 1_000_000;
                run(lanes, random -> mutate(first));
            }
            for (int lane = 0; lane < TELLING; lane++) {
                int own = lane;
                run(lanes, random -> tell(own, random));
            }
        }
    }

    /** The application on the ports that it had before, as after a crash; on any free ones at first. */
    public static LockstepApp start(Path home) {
        var settings = new ArrayList<>(List.of("lockstep.limits.webhooks=1000000"));
        if (Files.exists(home.resolve("emulator.env"))) {
            settings.addAll(LockstepApp.ports(LockstepApp.read(home.resolve("emulator.env"))));
        }
        return LockstepApp.start(home, settings.toArray(String[]::new));
    }

    /** Who saves, in a fixed order; they are made by the first round. */
    public static List<PersonId> people(LockstepApp app) {
        List<PersonId> known = app
                .bean(JdbcTemplate.class)
                .queryForList("select id from account where email like 'killed%' order by email", String.class)
                .stream()
                .map(PersonId::new)
                .toList();
        if (!known.isEmpty()) {
            return known;
        }
        List<PersonId> people = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            people.add(app.settle("killed" + i + "@example.com", "Mary" + i));
        }
        people.forEach(new Profiles(app)::awaitArrival);
        return people;
    }

    private static List<PersonId> everyNth(List<PersonId> people, int first) {
        var own = new ArrayList<PersonId>();
        for (int i = first; i < people.size(); i += SAVING) {
            own.add(people.get(i));
        }
        return own;
    }

    private interface Lane {
        void run(Random random) throws Exception;
    }

    private void run(ExecutorService lanes, Lane lane) {
        var random = new Random(seed);
        lanes.submit(() -> {
            try {
                lane.run(random);
            } catch (Exception e) {
                failed.set(true);
                System.out.println("failed " + e);
                e.printStackTrace(System.out);
            }
        });
    }

    /** Each person's saves are numbered, on from what is stored; the number is what the save writes. */
    private void save(List<PersonId> people, Random random) {
        var profiles = new Profiles(app);
        var accounts = app.bean(Accounts.class);
        while (!failed.get()) {
            PersonId user = people.get(random.nextInt(people.size()));
            int number = 1
                    + accounts.find(user)
                            .flatMap(Account::lastName)
                            .map(Integer::parseInt)
                            .orElse(0);
            SavedProfile saved =
                    profiles.save(user, profiles.form(user, "Mary", String.valueOf(number), "Save " + number));
            if (saved.legs().size() != 2) {
                throw new IllegalStateException("A save has two legs, not " + saved.legs());
            }
            System.out.println("saved " + user + " " + number);
            mutations.release(MUTATIONS_A_SAVE);
            messages.release(MESSAGES_A_SAVE);
        }
    }

    private void mutate(long first) throws Exception {
        var direct = new NumberedMutations(app);
        for (long number = first; !failed.get(); number++) {
            mutations.acquire();
            direct.run(number);
            System.out.println("mutated " + number);
        }
    }

    /**
     * Tells of each person's states in their order. Begins with the newest that is stored, as Clerk sends again what it
     * had no answer to, and one that it had an answer to is a repeat.
     */
    private void tell(int lane, Random random) throws Exception {
        var webhooks = new SignedWebhooks(app);
        int[] next = new int[TOLD];
        for (int person = lane; person < TOLD; person += TELLING) {
            next[person] = Math.max(1, stored(person));
        }
        while (!failed.get()) {
            for (int person = lane; person < TOLD; person += TELLING) {
                messages.acquire();
                var message = SignedWebhooks.Message.of(person, next[person]++);
                for (int times = random.nextInt(TWICE) == 0 ? 2 : 1; times > 0; times--) {
                    webhooks.deliver(message);
                }
                System.out.println("taken " + message.id());
            }
        }
    }

    private int stored(int person) {
        Integer count = app.bean(JdbcTemplate.class)
                .queryForObject(
                        "select count(*) from webhook_message where subject = ?",
                        Integer.class,
                        SignedWebhooks.user(person).value());
        return count == null ? 0 : count;
    }
}
