package dev.lockstep.emulator.clerk.api;

import dev.lockstep.emulator.clerk.people.Session;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A session in Clerk's words. */
public final class SessionJson {

    private final JsonMapper json;

    public SessionJson(JsonMapper json) {
        this.json = json;
    }

    public ObjectNode of(Session session) {
        ObjectNode node = json.createObjectNode()
                .put("object", "session")
                .put("id", session.id())
                .put("user_id", session.userId())
                .put("client_id", session.clientId())
                .put("status", session.status().text())
                .put("last_active_organization_id", session.terms().organizationId())
                .put("last_active_at", session.lastActiveAt().toEpochMilli())
                .putNull("latest_activity")
                .put("expire_at", session.expireAt().toEpochMilli())
                .put("abandon_at", session.abandonAt().toEpochMilli())
                .put("created_at", session.createdAt().toEpochMilli())
                .put("updated_at", session.updatedAt().toEpochMilli())
                .putNull("tasks");
        String actor = session.terms().actor();
        return actor == null ? node.putNull("actor") : node.set("actor", json.readTree(actor));
    }
}
