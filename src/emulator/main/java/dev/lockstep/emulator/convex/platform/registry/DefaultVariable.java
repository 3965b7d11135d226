package dev.lockstep.emulator.convex.platform.registry;

import dev.lockstep.emulator.convex.wire.WireJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An environment variable that new deployments of a type start with. */
public record DefaultVariable(String name, String deploymentType, String value) {

    static DefaultVariable of(JsonNode json) {
        return new DefaultVariable(
                json.path("name").asString(""),
                json.path("deploymentType").asString(""),
                json.path("value").asString(""));
    }

    ObjectNode kept() {
        return WireJson.object()
                .put("name", name)
                .put("deploymentType", deploymentType)
                .put("value", value);
    }
}
