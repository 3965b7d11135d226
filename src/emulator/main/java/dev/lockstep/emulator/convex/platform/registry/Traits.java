package dev.lockstep.emulator.convex.platform.registry;

import dev.lockstep.emulator.convex.wire.WireJson;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What can be changed of a deployment without touching what runs.
 *
 * @param type {@code dev}, {@code prod}, {@code preview} or {@code custom}
 * @param reference what people call it inside its project
 * @param isDefault whether it is the one meant by "the dev" or "the prod deployment"
 * @param size the service's class of machine; here all are this machine
 * @param expires when the service would delete it; here nothing does
 */
public record Traits(
        String type,
        String reference,
        boolean isDefault,
        String size,
        String region,
        Optional<Instant> expires,
        Optional<Boolean> editConfirmation,
        Optional<Boolean> logsToClient) {

    static Traits of(JsonNode json, String name) {
        String type = json.path("type").asString("dev");
        return new Traits(
                type,
                json.path("reference").asString(type + "/" + name),
                json.path("isDefault").asBoolean(true),
                json.path("class").asString("s16"),
                json.path("region").asString("aws-us-east-1"),
                json.has("expiresAt")
                        ? Optional.of(
                                Instant.ofEpochMilli(json.path("expiresAt").asLong()))
                        : Optional.empty(),
                flag(json, "dashboardEditConfirmation"),
                flag(json, "sendLogsToClient"));
    }

    public Traits asDefault(boolean nowDefault) {
        return new Traits(type, reference, nowDefault, size, region, expires, editConfirmation, logsToClient);
    }

    private static Optional<Boolean> flag(JsonNode json, String field) {
        return json.path(field).isBoolean() ? Optional.of(json.path(field).asBoolean()) : Optional.empty();
    }

    ObjectNode json() {
        ObjectNode json = WireJson.object()
                .put("reference", reference)
                .put("isDefault", isDefault)
                .put("class", size)
                .put("region", region);
        expires.ifPresent(end -> json.put("expiresAt", end.toEpochMilli()));
        editConfirmation.ifPresent(wanted -> json.put("dashboardEditConfirmation", wanted.booleanValue()));
        logsToClient.ifPresent(wanted -> json.put("sendLogsToClient", wanted.booleanValue()));
        return json;
    }
}
