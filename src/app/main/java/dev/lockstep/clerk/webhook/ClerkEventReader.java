package dev.lockstep.clerk.webhook;

import dev.lockstep.clerk.ClerkUser;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads events field by field, and not as the SDK's models: those refuse a whole person for one value that a newer
 * Clerk has and they do not know.
 */
final class ClerkEventReader {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String VERIFIED = "verified";

    /** Later as seconds than anybody plans for, and as milliseconds before Clerk was there. */
    private static final long LAST_SECONDS = 100_000_000_000L;

    private ClerkEventReader() {}

    static ClerkEvent read(String body) {
        JsonNode event;
        try {
            event = JSON.readTree(body);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("The event is not JSON");
        }
        String type = required(event, "type");
        JsonNode data = event.path("data");
        if (!data.isObject()) {
            throw new IllegalArgumentException("The event has no data");
        }
        try {
            return read(type, event, data);
        } catch (IllegalArgumentException e) {
            return new ClerkEvent.Unreadable(type, String.valueOf(e.getMessage()));
        }
    }

    private static ClerkEvent read(String type, JsonNode event, JsonNode data) {
        Instant at = at(event.path("timestamp").asLong(0));
        return switch (type) {
            case "user.created", "user.updated" -> new ClerkEvent.UserChanged(type, user(data));
            case "user.deleted" -> new ClerkEvent.UserDeleted(type, required(data, "id"), at);
            case "session.revoked" ->
                // The session's own time: the event may be made long after.
                new ClerkEvent.SessionRevoked(
                        type,
                        required(data, "id"),
                        required(data, "user_id"),
                        Instant.ofEpochMilli(data.path("updated_at").asLong(at.toEpochMilli())));
            default -> new ClerkEvent.Other(type, Optional.ofNullable(text(data, "user_id")));
        };
    }

    /** Milliseconds by the specification, seconds in its own examples. */
    private static Instant at(long timestamp) {
        return timestamp < LAST_SECONDS ? Instant.ofEpochSecond(timestamp) : Instant.ofEpochMilli(timestamp);
    }

    private static ClerkUser user(JsonNode data) {
        String image = text(data, "image_url");
        JsonNode email = email(data);
        var profile = new ClerkUser.Profile(
                text(data, "external_id"),
                text(data, "username"),
                text(data, "first_name"),
                text(data, "last_name"),
                text(email, "email_address"),
                email.path("verification").path("status").asString("").equals(VERIFIED),
                image == null || image.isBlank() ? null : URI.create(image));
        JsonNode metadata = data.path("public_metadata");
        return new ClerkUser(
                required(data, "id"),
                profile,
                data.path("has_image").asBoolean(false),
                metadata.isObject() ? JSON.convertValue(metadata, new TypeReference<>() {}) : Map.of(),
                data.path("banned").asBoolean(false),
                time(data, "created_at"),
                time(data, "updated_at"));
    }

    /** The one that is named primary, never simply the first. */
    private static JsonNode email(JsonNode data) {
        String primary = text(data, "primary_email_address_id");
        for (JsonNode address : data.path("email_addresses")) {
            if (primary != null && primary.equals(text(address, "id"))) {
                return address;
            }
        }
        return JSON.createObjectNode();
    }

    private static Instant time(JsonNode data, String field) {
        JsonNode millis = data.path(field);
        if (!millis.isNumber()) {
            throw new IllegalArgumentException("The event has no " + field);
        }
        return Instant.ofEpochMilli(millis.asLong());
    }

    private static @Nullable String text(JsonNode node, String field) {
        return node.path(field).asString(null);
    }

    private static String required(JsonNode node, String field) {
        String text = node.path(field).asString("");
        if (text.isEmpty()) {
            throw new IllegalArgumentException("The event has no " + field);
        }
        return text;
    }
}
