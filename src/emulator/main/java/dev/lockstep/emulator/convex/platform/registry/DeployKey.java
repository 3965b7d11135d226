package dev.lockstep.emulator.convex.platform.registry;

import dev.lockstep.core.Secret;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A key of a deployment, or of the previews of a project.
 *
 * @param secret as the deployment knows it, without the type in front
 * @param actions what it was asked to be good for, by the service's names; empty for everything
 */
public record DeployKey(
        long id, String name, Secret secret, Instant created, Optional<Instant> expires, List<String> actions) {

    public DeployKey {
        actions = List.copyOf(actions);
    }

    public boolean isGoodAt(Instant now) {
        return expires.filter(end -> !end.isAfter(now)).isEmpty();
    }

    static DeployKey of(JsonNode json) {
        var actions = new ArrayList<String>();
        json.path("actions").forEach(action -> actions.add(action.asString()));
        return new DeployKey(
                json.path("id").asLong(0),
                json.path("name").asString(""),
                Secret.of(json.path("secret").asString()),
                Instant.ofEpochMilli(json.path("created").asLong(0)),
                json.has("expires")
                        ? Optional.of(Instant.ofEpochMilli(json.path("expires").asLong()))
                        : Optional.empty(),
                actions);
    }

    ObjectNode kept() {
        ObjectNode json = WireJson.object()
                .put("id", id)
                .put("name", name)
                .put("secret", secret.reveal())
                .put("created", created.toEpochMilli());
        expires.ifPresent(end -> json.put("expires", end.toEpochMilli()));
        var list = json.putArray("actions");
        actions.forEach(list::add);
        return json;
    }

    /** As the Management API shows it: without the secret. */
    public ObjectNode json() {
        ObjectNode json = WireJson.object().put("id", id).put("name", name).put("creationTime", created.toEpochMilli());
        expires.ifPresent(end -> json.put("expiresAt", end.toEpochMilli()));
        json.put("creator", Registry.MEMBER_ID);
        var list = json.putArray("allowedActions");
        actions.forEach(list::add);
        return json;
    }
}
