package dev.lockstep.account.simulation;

import dev.lockstep.account.StoredSaves;
import dev.lockstep.account.person.Account;
import dev.lockstep.account.person.ProfileChange;
import dev.lockstep.account.person.ProfileChange.Text;
import dev.lockstep.account.profile.PeopleHere;
import dev.lockstep.account.reconcile.PlayedRuns;
import dev.lockstep.account.simulation.SimulatedClerk.Message;
import dev.lockstep.account.webhook.PlayedWebhooks;
import dev.lockstep.core.ManualClock;
import dev.lockstep.core.PersonId;
import dev.lockstep.outbox.push.Pusher;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One random life of a few people. Every second one is harsh: messages are lost for good, phones write to Convex, rows
 * drift; it ends with a reconciliation. The others must end in agreement without one.
 *
 * <p>Begins at the same time, with empty records and as if no id had ever been made, so that a seed tells the same story
 * whichever lives came before it.
 */
final class Life {

    private static final JsonMapper JSON = new JsonMapper();
    private static final byte[] KEY = "simulated".getBytes(StandardCharsets.UTF_8);
    /** The key as Clerk would show it. */
    static final String SECRET_TEXT = "whsec_c2ltdWxhdGVk";

    private static final Instant BEGINNING = Instant.parse("2026-01-01T12:00:00Z");
    private static final int STEPS = 45;
    private static final int ROUNDS = 60;

    private final ApplicationContext context;
    private final SimulatedCloud cloud;
    private final ManualClock clock;
    private final Rules rules;
    private final Records records;
    private final Pusher pusher;
    private final PeopleHere people;
    private final Crashes crashes;
    private final Turns turns;
    private final long seed;
    private final boolean harsh;
    private final Random random;
    private final List<Message> underWay = new ArrayList<>();
    private final List<Message> all = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    /** Values whose save was acknowledged, and whose they are. */
    private final Map<String, String> saved = new HashMap<>();

    private final Map<String, String> savedInterests = new HashMap<>();
    /** What somebody saved last as the first name, by person, until Clerk has it. */
    private final Map<String, String> lastSaved = new HashMap<>();

    private final List<String> wrong = new ArrayList<>();
    private int tokens;
    private long repaired;

    Life(ApplicationContext context, long seed) {
        this.context = context;
        this.cloud = context.getBean(SimulatedCloud.class);
        this.clock = context.getBean(ManualClock.class);
        this.rules = context.getBean(Rules.class);
        this.records = context.getBean(Records.class);
        this.pusher = context.getBean(Pusher.class);
        this.people = context.getBean(PeopleHere.class);
        this.crashes = context.getBean(Crashes.class);
        this.turns = context.getBean(Turns.class);
        this.seed = seed;
        this.harsh = seed % 2 == 1;
        this.random = new Random(seed);
        clock.set(BEGINNING);
        context.getBean(AgreementContext.Chance.class).seed(seed);
        context.getBean(AgreementContext.Ids.class).startAfresh();
        cloud.reset(seed);
        crashes.reset(seed);
        crashes.meanwhile(this::echo);
        crashes.afterFailure(this::phoneAfterFailure);
        records.clear();
    }

    /** @return what is wrong at the end; empty when all is well */
    List<String> live() {
        for (int i = 0; i < 3; i++) {
            create();
        }
        for (int i = 0; i < STEPS; i++) {
            step();
            ownChangesShow();
        }
        return end();
    }

    private void step() {
        int drawn = random.nextInt(100);
        if (drawn < 14) {
            editInClerk();
        } else if (drawn < 32) {
            save();
        } else if (drawn < 50) {
            message();
        } else if (drawn < 62) {
            PlayedWebhooks.apply(context);
        } else if (drawn < 80) {
            push();
        } else if (harsh && drawn < 84) {
            phone();
        } else if (drawn < 88) {
            clock.advance(Duration.ofSeconds(random.nextInt(40)));
        } else if (drawn < 91) {
            directly();
        } else if (drawn < 93) {
            delete();
        } else if (drawn < 94) {
            create();
        } else if (harsh && drawn < 97) {
            phone();
        } else if (harsh && drawn < 99) {
            drift();
        } else if (harsh) {
            reconcile();
        }
    }

    private String token(String kind) {
        return kind + seed + "x" + tokens++;
    }

    private String anybody() {
        return ids.get(random.nextInt(ids.size()));
    }

    private void create() {
        String id = "user_" + seed + "x" + ids.size();
        ids.add(id);
        String name = token("New");
        cloud.in(() -> {
            cloud.clerk().create(id, name);
            return null;
        });
        collect();
    }

    private void collect() {
        List<Message> news = cloud.in(() -> cloud.clerk().news());
        underWay.addAll(news);
        all.addAll(news);
    }

    private void editInClerk() {
        String field = SimulatedClerk.FIELDS.get(random.nextInt(SimulatedClerk.FIELDS.size()));
        String id = anybody();
        var change = new HashMap<String, @Nullable String>();
        String value = field.equals("image_url") ? "https://img.example/" + token("i") : token("c");
        change.put(field, random.nextInt(10) == 0 ? null : value);
        cloud.in(() -> cloud.clerk().change(id, change));
        collect();
    }

    private void delete() {
        String id = anybody();
        cloud.in(() -> {
            cloud.clerk().find(id).ifPresent(person -> cloud.clerk().delete(id));
            return null;
        });
        collect();
    }

    private void phoneAfterFailure(String id) {
        if (harsh && random.nextInt(2) == 0) {
            phone(id);
        }
    }

    private void phone() {
        phone(anybody());
    }

    private void phone(String id) {
        String interests = token("p");
        cloud.in(() -> {
            cloud.convex().phone(id, interests);
            return null;
        });
    }

    private void drift() {
        String id = anybody();
        String value = token("d");
        cloud.in(() -> {
            cloud.convex().drift(id, "last_name", value);
            return null;
        });
    }

    private Optional<PeopleHere.Person> here(String id) {
        return people.byIds(List.of(id)).stream().findFirst();
    }

    /** Somebody signed in saves the form. */
    private void save() {
        String id = anybody();
        Optional<PeopleHere.Person> person = here(id).filter(known -> !known.deleted());
        if (person.isEmpty()) {
            return;
        }
        String first = token("s");
        Optional<Text> last = random.nextBoolean() ? Optional.of(Text.of(token("s"))) : Optional.empty();
        Optional<List<String>> interests = random.nextBoolean() ? Optional.of(List.of(token("t"))) : Optional.empty();
        StoredSaves.store(
                context,
                new PersonId(id),
                new ProfileChange(Optional.empty(), Optional.of(Text.of(first)), last, Optional.empty(), interests));
        saved.put(first, id);
        lastSaved.put(id, first);
        last.flatMap(Text::value).ifPresent(value -> saved.put(value, id));
        interests.ifPresent(list -> savedInterests.put(list.getFirst(), id));
    }

    private void message() {
        if (underWay.isEmpty()) {
            return;
        }
        Message message = underWay.remove(random.nextInt(underWay.size()));
        int drawn = random.nextInt(100);
        if (harsh && drawn < 15) {
            return;
        }
        if (drawn < 35) {
            // The way there or the answer was lost: it comes again.
            underWay.add(message);
        }
        if (drawn >= 25) {
            receive(message);
        }
    }

    /** Clerk tells of a change before its answer is written down, and somebody changes the person there once more. */
    private void echo() {
        if (seed % 3 == 0) {
            editInClerk();
        }
        collect();
        if (!underWay.isEmpty()) {
            receive(underWay.removeLast());
            PlayedWebhooks.apply(context);
        }
    }

    private void receive(Message message) {
        if (!rules.hold(Rule.STORED_BEFORE_ANSWERED) && random.nextInt(5) == 0) {
            // Acknowledged, and then the process died.
            return;
        }
        String body = message.body();
        if (!rules.hold(Rule.CLERK_ORDER_HERE)) {
            ObjectNode event = (ObjectNode) JSON.readTree(body);
            if (event.get("data").has("updated_at")) {
                long now = cloud.in(() -> cloud.clerk().now());
                ((ObjectNode) event.get("data")).put("updated_at", now);
                body = event.toString();
            }
        }
        if (!rules.hold(Rule.TOMBSTONE_HERE)) {
            JsonNode data = JSON.readTree(body).get("data");
            records.revive(data.get("id").asString());
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String at = String.valueOf(clock.instant().getEpochSecond());
        PlayedWebhooks.receive(context, message.id(), at, sign(message.id(), at, bytes), bytes);
    }

    private static String sign(String id, String at, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
            mac.update((id + "." + at + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Clerk calls the deployment itself as well, late and again. */
    private void directly() {
        Message message = all.get(random.nextInt(all.size()));
        JsonNode event = JSON.readTree(message.body());
        JsonNode data = event.get("data");
        cloud.in(() -> event.get("type").asString().equals("user.deleted")
                ? cloud.convex().delete(data.get("id").asString())
                : cloud.convex()
                        .call("users:upsertFromClerk", JSON.createObjectNode().set("user", onlyKept(data)), ""));
    }

    private static ObjectNode onlyKept(JsonNode data) {
        ObjectNode user = JSON.createObjectNode();
        user.set("id", data.get("id"));
        user.set("updated_at", data.get("updated_at"));
        SimulatedClerk.FIELDS.forEach(field -> user.put(
                field,
                data.get(field).asString("").isEmpty() ? null : data.get(field).asString()));
        return user;
    }

    private void push() {
        if (!rules.hold(Rule.ORDER_PER_RECORD)) {
            records.forgetOrder();
        }
        turns.begin();
        try {
            pusher.runOnce();
        } catch (IllegalStateException e) {
            if (!(e.getCause() instanceof Crashes.Crash)) {
                throw e;
            }
            if (!rules.hold(Rule.LEASES_END)) {
                records.leaseForEver();
            }
        }
        collect();
    }

    private void reconcile() {
        repaired += PlayedRuns.repair(context).counts().repaired();
    }

    /** A person reads what they saved until Clerk has it and may say otherwise. */
    private void ownChangesShow() {
        lastSaved.forEach((id, value) -> {
            boolean shown = here(id).flatMap(person -> person.account().firstName())
                    .filter(value::equals)
                    .isPresent();
            boolean arrived = cloud.in(() -> cloud.clerk().everHad(value));
            if (!shown
                    && !arrived
                    && here(id).filter(person -> !person.deleted()).isPresent()) {
                wrong.add(id + " saved " + value + " and does not see it");
            }
        });
    }

    /** All that is there at the end, to be compared with another telling of the same life. */
    String story() {
        return ids.stream()
                .map(id -> id + " here " + here(id) + " in Clerk "
                        + cloud.clerk().find(id).map(person -> person.updated + " " + person.fields) + " in Convex "
                        + cloud.convex()
                                .find(id)
                                .map(row -> row.clerkUpdatedAt + " " + row.fields + row.interests + row.deleted))
                .collect(Collectors.joining("\n"));
    }

    private List<String> end() {
        cloud.calm();
        crashes.calm();
        boolean quiet = settle();
        if (!all.isEmpty()) {
            // Retries of Clerk's that come when all is over: each of them tells what was.
            for (int late = 0; late < 4; late++) {
                directly();
            }
        }
        if (harsh && rules.hold(Rule.RECONCILIATION)) {
            for (int run = 0; run < 3; run++) {
                clock.advance(Duration.ofMinutes(1));
                reconcile();
                quiet = settle();
            }
        }
        if (!quiet) {
            wrong.add("It does not come to rest");
        }
        ids.forEach(this::agreement);
        nothingLost();
        audited();
        return wrong;
    }

    private boolean settle() {
        for (int round = 0; round < ROUNDS; round++) {
            clock.advance(Duration.ofMinutes(6));
            List.copyOf(underWay).forEach(this::receive);
            underWay.clear();
            PlayedWebhooks.apply(context);
            push();
            if (underWay.isEmpty() && records.waiting() == 0) {
                return true;
            }
        }
        return false;
    }

    private void agreement(String id) {
        Optional<PeopleHere.Person> here = here(id);
        Optional<SimulatedConvex.Row> convex = cloud.convex().find(id);
        Optional<SimulatedClerk.Person> clerk = cloud.clerk().find(id);
        if (clerk.isEmpty()) {
            if (here.filter(person -> !person.deleted()).isPresent()) {
                wrong.add(id + " is deleted and lives on here");
            }
            if (convex.filter(row -> !row.deleted).isPresent()) {
                wrong.add(id + " is deleted and lives on in Convex");
            }
            return;
        }
        if (here.isEmpty() || here.get().deleted() || convex.isEmpty() || convex.get().deleted) {
            wrong.add(id + " is missing");
            return;
        }
        Map<String, String> told = clerk.get().fields;
        if (!told.equals(fields(here.get().account()))) {
            wrong.add(id + " is " + told + " in Clerk and " + fields(here.get().account()) + " here");
        }
        if (!told.equals(convex.get().fields)) {
            wrong.add(id + " is " + told + " in Clerk and " + convex.get().fields + " in Convex");
        }
        List<String> interests =
                Optional.ofNullable(convex.get().interests).stream().toList();
        if (!interests.equals(here.get().account().interests())) {
            wrong.add(id + " likes " + interests + " in Convex and "
                    + here.get().account().interests() + " here");
        }
        if (!Optional.ofNullable(convex.get().expectedInterests).stream()
                .toList()
                .equals(interests)) {
            wrong.add(id + " likes " + interests + " in Convex, and said " + convex.get().expectedInterests + " last");
        }
    }

    private static Map<String, String> fields(Account account) {
        var fields = new HashMap<String, String>();
        account.username().ifPresent(value -> fields.put("username", value));
        account.firstName().ifPresent(value -> fields.put("first_name", value));
        account.lastName().ifPresent(value -> fields.put("last_name", value));
        account.imageUrl().ifPresent(value -> fields.put("image_url", value));
        return fields;
    }

    private void nothingLost() {
        saved.forEach((value, id) -> {
            boolean alive = cloud.clerk().find(id).isPresent();
            if (alive && !cloud.clerk().everHad(value)) {
                wrong.add(id + " saved " + value + ", which Clerk never had");
            }
        });
        savedInterests.forEach((value, id) -> {
            boolean alive = cloud.clerk().find(id).isPresent();
            if (alive && !cloud.convex().everHad(value)) {
                wrong.add(id + " saved " + value + ", which Convex never had");
            }
        });
    }

    private void audited() {
        long written = records.repairsWrittenDown();
        if (written != repaired) {
            wrong.add(repaired + " were repaired, and " + written + " repairs are written down");
        }
    }
}
