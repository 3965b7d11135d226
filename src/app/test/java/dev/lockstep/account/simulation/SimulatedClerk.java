package dev.lockstep.account.simulation;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Clerk's people, in the order in which they came, and what it wants to tell of them. Guarded by the cloud's lock. */
final class SimulatedClerk {

    static final List<String> FIELDS = List.of("username", "first_name", "last_name", "image_url");

    private static final JsonMapper JSON = new JsonMapper();

    /** Somebody; the texts by field. */
    static final class Person {
        final String id;
        final long created;
        final Map<String, String> fields = new LinkedHashMap<>();
        long updated;

        Person(String id, long at) {
            this.id = id;
            this.created = at;
            this.updated = at;
        }
    }

    /** A message under way, the same however often it is delivered. */
    record Message(String id, String body) {}

    private final Map<String, Person> people = new LinkedHashMap<>();
    private final Deque<Message> messages = new ArrayDeque<>();
    private final Set<String> everSet = new HashSet<>();
    private final Clock clock;
    private long last;
    private int made;

    SimulatedClerk(Clock clock) {
        this.clock = clock;
    }

    /** Clerk's time: no two changes have the same. */
    private long tick() {
        last = Math.max(last + 1, clock.millis());
        return last;
    }

    long now() {
        return tick();
    }

    void create(String id, String name) {
        var person = new Person(id, tick());
        person.fields.put("first_name", name);
        everSet.add(name);
        people.put(id, person);
        tell("user.created", json(person));
    }

    Optional<Person> change(String id, Map<String, @Nullable String> fields) {
        Person person = people.get(id);
        if (person == null) {
            return Optional.empty();
        }
        fields.forEach((field, value) -> {
            if (value == null) {
                person.fields.remove(field);
            } else {
                person.fields.put(field, value);
                everSet.add(value);
            }
        });
        person.updated = tick();
        tell("user.updated", json(person));
        return Optional.of(person);
    }

    void delete(String id) {
        people.remove(id);
        tell("user.deleted", JSON.createObjectNode().put("id", id).put("deleted", true));
    }

    private void tell(String type, JsonNode data) {
        ObjectNode event =
                JSON.createObjectNode().put("object", "event").put("type", type).put("timestamp", last);
        event.set("data", data);
        messages.add(new Message("msg_" + made++, event.toString()));
    }

    /** What nobody has taken out yet. */
    List<Message> news() {
        var all = new ArrayList<>(messages);
        messages.clear();
        return all;
    }

    Optional<Person> find(String id) {
        return Optional.ofNullable(people.get(id));
    }

    Collection<Person> people() {
        return people.values();
    }

    /** Whether Clerk has ever had this value, whoever changed it since. */
    boolean everHad(String value) {
        return everSet.contains(value);
    }

    static ObjectNode json(Person person) {
        ObjectNode json = JSON.createObjectNode().put("id", person.id).put("object", "user");
        FIELDS.forEach(field -> json.put(field, person.fields.get(field)));
        json.put("image_url", person.fields.getOrDefault("image_url", ""));
        json.put("has_image", person.fields.containsKey("image_url"))
                .putNull("external_id")
                .putNull("primary_email_address_id")
                .put("banned", false)
                .put("locked", false)
                .put("created_at", person.created)
                .put("updated_at", person.updated);
        json.putArray("email_addresses");
        json.putArray("phone_numbers");
        json.putArray("web3_wallets");
        json.putArray("passkeys");
        json.putArray("external_accounts");
        json.putArray("saml_accounts");
        json.putArray("enterprise_accounts");
        json.putObject("public_metadata");
        json.putObject("private_metadata");
        json.putObject("unsafe_metadata");
        json.put("password_enabled", false)
                .put("two_factor_enabled", false)
                .put("totp_enabled", false)
                .put("backup_code_enabled", false)
                .put("deprovisioned", false)
                .put("verification_attempts_remaining", 100)
                .put("delete_self_enabled", true)
                .put("create_organization_enabled", true)
                .put("bypass_client_trust", false);
        for (String nothing : List.of(
                "primary_phone_number_id",
                "primary_web3_wallet_id",
                "locale",
                "mfa_enabled_at",
                "mfa_disabled_at",
                "password_last_updated_at",
                "lockout_expires_in_seconds",
                "create_organizations_limit",
                "last_sign_in_at",
                "last_active_at",
                "legal_accepted_at")) {
            json.putNull(nothing);
        }
        json.put("profile_image_url", person.fields.getOrDefault("image_url", ""));
        return json;
    }
}
