package dev.lockstep.emulator.convex.platform;

import dev.lockstep.emulator.convex.wire.WireJson;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A project of the team. */
record Project(long id, String name, String slug, Instant created) {

    static Project of(JsonNode json) {
        return new Project(
                json.path("id").asLong(0),
                json.path("name").asString(""),
                json.path("slug").asString(""),
                Instant.ofEpochMilli(json.path("createTime").asLong(0)));
    }

    /** As the Management API shows it, without its deployments. */
    ObjectNode json() {
        return WireJson.object()
                .put("id", id)
                .put("name", name)
                .put("slug", slug)
                .put("teamId", Platform.TEAM_ID)
                .put("teamSlug", Platform.TEAM)
                .put("createTime", created.toEpochMilli());
    }
}
