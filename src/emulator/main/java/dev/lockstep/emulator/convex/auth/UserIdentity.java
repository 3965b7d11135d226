package dev.lockstep.emulator.convex.auth;

import dev.lockstep.emulator.convex.wire.Refusal;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A person as functions see them.
 *
 * @param json {@code tokenIdentifier}, {@code issuer}, {@code subject} and what else is known, as an encoded object
 */
public record UserIdentity(String json) {

    private static final JsonMapper MAPPER = new JsonMapper();

    /** OIDC names and the service's. */
    private static final Map<String, String> RENAMED = Map.ofEntries(
            Map.entry("sub", "subject"),
            Map.entry("iss", "issuer"),
            Map.entry("given_name", "givenName"),
            Map.entry("family_name", "familyName"),
            Map.entry("preferred_username", "preferredUsername"),
            Map.entry("profile", "profileUrl"),
            Map.entry("picture", "pictureUrl"),
            Map.entry("website", "websiteUrl"),
            Map.entry("email_verified", "emailVerified"),
            Map.entry("birthdate", "birthday"),
            Map.entry("zoneinfo", "timezone"),
            Map.entry("locale", "language"),
            Map.entry("phone_number", "phoneNumber"),
            Map.entry("phone_number_verified", "phoneNumberVerified"));

    private static final Set<String> DROPPED = Set.of("jti", "nbf", "fva", "exp", "iat", "aud");

    /** From the claims of an OIDC token: standard claims are renamed, the others kept under their own names. */
    static UserIdentity ofOidc(Map<String, Object> claims) {
        ObjectNode json = identifiers(claims);
        for (var claim : claims.entrySet()) {
            String name = claim.getKey();
            JsonNode value = MAPPER.valueToTree(claim.getValue());
            if (DROPPED.contains(name) || value.isNull()) {
                continue;
            }
            switch (name) {
                case "updated_at" -> {
                    if (value.isNumber()) {
                        json.put(
                                "updatedAt",
                                Instant.ofEpochSecond(value.asLong()).toString());
                    } else {
                        json.set("updatedAt", value);
                    }
                }
                case "address" -> json.set("address", value.has("formatted") ? value.get("formatted") : value);
                default -> json.set(RENAMED.getOrDefault(name, name), value);
            }
        }
        return new UserIdentity(json.toString());
    }

    /** From the claims of a custom JWT: every claim under its own name, nested objects flattened with dots. */
    static UserIdentity ofCustom(Map<String, Object> claims) {
        ObjectNode json = identifiers(claims);
        for (var claim : claims.entrySet()) {
            if (!DROPPED.contains(claim.getKey())
                    && !claim.getKey().equals("iss")
                    && !claim.getKey().equals("sub")) {
                flatten(claim.getKey(), MAPPER.valueToTree(claim.getValue()), json);
            }
        }
        return new UserIdentity(json.toString());
    }

    /** From what an admin says to act as. */
    static UserIdentity ofJson(JsonNode json) {
        if (!(json instanceof ObjectNode given)) {
            throw unreadable("it must be a JSON object");
        }
        ObjectNode object = given.deepCopy();
        if (!object.path("tokenIdentifier").isString()) {
            if (!object.path("issuer").isString() || !object.path("subject").isString()) {
                throw unreadable("it needs `tokenIdentifier`, or both `issuer` and `subject`");
            }
            object.put(
                    "tokenIdentifier",
                    object.path("issuer").asString() + "|"
                            + object.path("subject").asString());
        }
        return new UserIdentity(object.toString());
    }

    static Refusal unreadable(String why) {
        return Refusal.badRequest("HeaderParseFailure", "The identity to act as cannot be read: " + why);
    }

    private static ObjectNode identifiers(Map<String, Object> claims) {
        return MAPPER.createObjectNode()
                .put("tokenIdentifier", claims.get("iss") + "|" + claims.get("sub"))
                .put("issuer", String.valueOf(claims.get("iss")))
                .put("subject", String.valueOf(claims.get("sub")));
    }

    private static void flatten(String name, JsonNode value, ObjectNode into) {
        if (value.isObject()) {
            value.properties().forEach(field -> flatten(name + "." + field.getKey(), field.getValue(), into));
        } else if (!value.isNull()) {
            into.set(name, value);
        }
    }
}
