package dev.lockstep.emulator.clerk.api.user;

import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.store.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Codes that a server of the application has sent and asks about. Nothing is sent here: the code is always 424242, as
 * with the test addresses of Clerk's. Holds the newest thousand for ten minutes and three tries each; a restart forgets
 * them. Safe for any thread.
 */
final class Verifications {

    private static final String CODE = "424242";
    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final int TRIES = 3;
    private static final int MOST = 1000;

    private record Verification(String of, String strategy, int attempts, boolean verified, Instant expires) {}

    private final Ids ids;
    private final Clock clock;
    private final JsonMapper json;
    private final Map<String, Verification> verifications = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Verification> eldest) {
            return size() > MOST;
        }
    };

    Verifications(Ids ids, Clock clock, JsonMapper json) {
        this.ids = ids;
        this.clock = clock;
        this.json = json;
    }

    /** @param strategy {@code email_code} or {@code phone_code} */
    synchronized ObjectNode prepare(String identification, String strategy) {
        String id = ids.make("ver");
        verifications.put(
                id,
                new Verification(
                        identification, strategy, 0, false, clock.instant().plus(LIFETIME)));
        return told(id);
    }

    /**
     * Counts the attempt. Whether the code was right is in the status: {@code verified}, {@code unverified},
     * {@code expired} or {@code failed}.
     *
     * @throws Refusal when there is no such verification of this identification, or it has succeeded before
     */
    synchronized ObjectNode attempt(String identification, String id, String code) {
        Verification before = verifications.get(id);
        if (before == null || !before.of().equals(identification)) {
            throw Refusal.notFound("Verification");
        }
        if (before.verified()) {
            throw Refusal.of(400, "verification_already_verified", "This verification has already been verified.");
        }
        boolean open = clock.instant().isBefore(before.expires()) && before.attempts() < TRIES;
        verifications.put(
                id,
                new Verification(
                        identification,
                        before.strategy(),
                        before.attempts() + 1,
                        open && code.equals(CODE),
                        before.expires()));
        return told(id);
    }

    static boolean verified(ObjectNode told) {
        return told.path("status").asString("").equals("verified");
    }

    private ObjectNode told(String id) {
        Verification verification = verifications.get(id);
        String status;
        if (verification.verified()) {
            status = "verified";
        } else if (!clock.instant().isBefore(verification.expires())) {
            status = "expired";
        } else {
            status = verification.attempts() < TRIES ? "unverified" : "failed";
        }
        ObjectNode node = json.createObjectNode()
                .put("object", "verification_otp")
                .put("id", id)
                .put("status", status)
                .put("strategy", verification.strategy())
                .put("attempts", verification.attempts())
                .put("expire_at", verification.expires().toEpochMilli());
        return verification.strategy().equals("phone_code") ? node.put("channel", "sms") : node;
    }
}
