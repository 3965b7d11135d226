package dev.lockstep.account.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The functions of the deployment as far as they are called here, by the same rules. Guarded by the cloud's lock.
 */
final class SimulatedConvex {

    private static final JsonMapper JSON = new JsonMapper();

    /** Somebody's row. */
    static final class Row {
        final Map<String, String> fields = new HashMap<>();
        /** One text, and what it has to be when every change counts once, in the order of first arrival. */
        @Nullable
        String interests;

        @Nullable
        String expectedInterests;

        long clerkUpdatedAt;
        boolean deleted;
    }

    private final Rules rules;
    private final TreeMap<String, Row> rows = new TreeMap<>();
    private final Set<String> operations = new HashSet<>();
    private final Set<String> everSet = new HashSet<>();

    SimulatedConvex(Rules rules) {
        this.rules = rules;
    }

    Optional<Row> find(String id) {
        return Optional.ofNullable(rows.get(id));
    }

    boolean everHad(String interests) {
        return everSet.contains(interests);
    }

    /** @param caller whose token it was, or blank for the deployment's owner */
    JsonNode call(String function, JsonNode args, String caller) {
        return switch (function) {
            case "users:getOrCreate" -> {
                row(caller);
                yield JSON.createObjectNode();
            }
            case "users:updateProfile", "users:completeOnboarding" -> update(args, caller);
            case "users:upsertFromClerk" -> upsert(args);
            case "users:deleteFromClerk" -> delete(args.get("id").asString());
            case "reconciliation:byIds" -> byIds(args);
            case "reconciliation:page" -> page(args);
            default -> throw new IllegalArgumentException("No function " + function);
        };
    }

    private Row row(String id) {
        return rows.computeIfAbsent(id, key -> new Row());
    }

    /** Somebody's phone: no outbox, straight to the function. */
    void phone(String id, String interests) {
        Row row = rows.get(id);
        if (row != null && !row.deleted) {
            row.interests = interests;
            row.expectedInterests = interests;
            everSet.add(interests);
        }
    }

    /** A change that goes past every rule: an import, a script. */
    void drift(String id, String field, String value) {
        find(id).filter(row -> !row.deleted).ifPresent(row -> row.fields.put(field, value));
    }

    private JsonNode update(JsonNode args, String caller) {
        Row row = row(caller);
        boolean first = operations.add(args.path("opId").asString(""));
        if (row.deleted || (!first && rules.hold(Rule.IDEMPOTENCY_KEY))) {
            return JSON.createObjectNode();
        }
        for (String field : SimulatedClerk.FIELDS) {
            if (args.has(field)) {
                set(row, field, args.get(field).asString(null));
            }
        }
        if (args.has("interests")) {
            row.interests = interests(args);
            everSet.add(row.interests);
            if (first) {
                row.expectedInterests = row.interests;
            }
        }
        return JSON.createObjectNode();
    }

    private JsonNode upsert(JsonNode args) {
        JsonNode user = args.get("user");
        long at = user.get("updated_at").asLong();
        boolean known = rows.containsKey(user.get("id").asString());
        Row row = row(user.get("id").asString());
        boolean late = rules.hold(Rule.CLERK_ORDER_IN_CONVEX) && at < row.clerkUpdatedAt;
        if (late || (row.deleted && rules.hold(Rule.TOMBSTONE_IN_CONVEX))) {
            return JSON.getNodeFactory().stringNode("ignored");
        }
        row.deleted = false;
        for (String field : SimulatedClerk.FIELDS) {
            if (user.has(field)) {
                set(row, field, user.get(field).asString(null));
            }
        }
        if (!known && user.has("interests")) {
            row.interests = interests(user);
            row.expectedInterests = row.interests;
        }
        row.clerkUpdatedAt = at;
        return JSON.getNodeFactory().stringNode("updated");
    }

    JsonNode delete(String id) {
        row(id).deleted = true;
        return JSON.getNodeFactory().stringNode("deleted");
    }

    private static void set(Row row, String field, @Nullable String value) {
        if (value == null) {
            row.fields.remove(field);
        } else {
            row.fields.put(field, value);
        }
    }

    private static @Nullable String interests(JsonNode args) {
        JsonNode list = args.get("interests");
        return list.isEmpty() ? null : list.get(0).asString();
    }

    private ArrayNode byIds(JsonNode args) {
        ArrayNode found = JSON.createArrayNode();
        args.get("ids").forEach(id -> find(id.asString()).ifPresent(row -> found.add(compared(id.asString(), row))));
        return found;
    }

    private ArrayNode page(JsonNode args) {
        ArrayNode found = JSON.createArrayNode();
        rows.tailMap(args.get("after").asString(), false).entrySet().stream()
                .limit(args.get("limit").asLong())
                .forEach(entry -> found.add(compared(entry.getKey(), entry.getValue())));
        return found;
    }

    private static ObjectNode compared(String id, Row row) {
        ObjectNode json = JSON.createObjectNode().put("id", id);
        SimulatedClerk.FIELDS.forEach(field -> json.put(field, row.fields.get(field)));
        json.putNull("email").put("banned", false).put("deleted", row.deleted);
        ArrayNode interests = json.putArray("interests");
        if (row.interests != null) {
            interests.add(row.interests);
        }
        if (row.clerkUpdatedAt == 0) {
            json.putNull("clerk_updated_at");
        } else {
            json.put("clerk_updated_at", (double) row.clerkUpdatedAt);
        }
        return json;
    }
}
