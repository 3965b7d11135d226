package dev.lockstep.emulator.convex.push;

import dev.lockstep.emulator.convex.code.PushedModule;
import dev.lockstep.emulator.convex.wire.Refusal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What the CLI sends to start a push.
 *
 * @param modules all modules, also those it did not send again
 * @param schema the module {@code schema.js}
 */
record PushRequest(Map<String, PushedModule> modules, Optional<PushedModule> schema, String serverVersion) {

    /**
     * @param known the modules of the last push
     * @throws Refusal 400 for components, and for an unchanged module that is not known
     */
    static PushRequest of(JsonNode body, Map<String, PushedModule> known) {
        JsonNode app = body.path("appDefinition");
        if (!app.isObject()) {
            throw Refusal.badRequest("BadJsonBody", "The field `appDefinition` must be an object");
        }
        if (!app.path("dependencies").isEmpty()
                || !body.path("componentDefinitions").isEmpty()) {
            throw Refusal.badRequest("InvalidConfig", "Components (app.use) are not supported in the emulator yet");
        }
        var modules = new TreeMap<String, PushedModule>();
        for (JsonNode unchanged : app.path("unchangedModuleHashes")) {
            String path = unchanged.path("path").asString();
            PushedModule module = known.get(path);
            if (module == null || !module.hash().equals(unchanged.path("sha256").asString())) {
                throw Refusal.badRequest("RaceDetected", "The module " + path + " changed meanwhile. Push again.");
            }
            modules.put(path, module);
        }
        // Older CLIs send all modules each time, under another name.
        for (JsonNode module : app.path("functions")) {
            PushedModule whole = PushedModule.of(module);
            modules.put(whole.path(), whole);
        }
        for (JsonNode changed : app.path("changedModules")) {
            PushedModule module = PushedModule.of(changed);
            modules.put(module.path(), module);
        }
        Optional<PushedModule> schema =
                app.path("schema").isObject() ? Optional.of(PushedModule.of(app.path("schema"))) : Optional.empty();
        return new PushRequest(modules, schema, app.path("udfServerVersion").asString(""));
    }
}
