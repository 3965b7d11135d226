package dev.lockstep.emulator.convex.platform.registry;

import dev.lockstep.emulator.convex.wire.WireJson;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something that was done in a team.
 *
 * @param actor and metadata are JSON, as the Management API shows them
 * @param action for example {@code project:create}
 */
public record AuditEvent(long id, long teamId, JsonNode actor, String action, Instant at, JsonNode metadata) {

    static AuditEvent of(JsonNode json) {
        return new AuditEvent(
                json.path("id").asLong(0),
                json.path("teamId").asLong(0),
                json.path("actor"),
                json.path("action").asString(""),
                Instant.ofEpochMilli(json.path("createTime").asLong(0)),
                json.path("metadata"));
    }

    ObjectNode kept() {
        return json().put("id", id);
    }

    public ObjectNode json() {
        ObjectNode json = WireJson.object().put("teamId", teamId);
        json.set("actor", actor);
        json.put("action", action).put("createTime", at.toEpochMilli());
        json.set("metadata", metadata);
        return json;
    }
}
