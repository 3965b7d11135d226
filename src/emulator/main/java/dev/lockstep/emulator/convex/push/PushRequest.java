package dev.lockstep.emulator.convex.push;

import dev.lockstep.emulator.convex.code.PushedModule;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What the CLI sends to start a push.
 *
 * @param app the app's own sources
 * @param components the sources of the components that it or they use
 */
record PushRequest(Sources app, List<Sources> components) {

    /**
     * The sources of the app or of a component.
     *
     * @param path of the definition; empty for the app
     * @param definition the module {@code convex.config.js}
     * @param dependencies the paths of the definitions that this one uses
     * @param modules all modules with functions and what they share, also those that were not sent again
     * @param schema the module {@code schema.js}
     */
    record Sources(
            String path,
            Optional<PushedModule> definition,
            List<String> dependencies,
            Map<String, PushedModule> modules,
            Optional<PushedModule> schema,
            String serverVersion) {

        Sources withoutFunctions() {
            return new Sources(path, definition, dependencies, Map.of(), schema, serverVersion);
        }
    }

    /** Schemas and which component uses which; a schema module imports nothing that was pushed. */
    PushRequest withoutFunctions() {
        return new PushRequest(
                app.withoutFunctions(),
                components.stream().map(Sources::withoutFunctions).toList());
    }

    /**
     * @param known the app's modules of the last push
     * @throws Refusal 400 for an unchanged module that is not known
     */
    static PushRequest of(JsonNode body, Map<String, PushedModule> known) {
        JsonNode app = body.path("appDefinition");
        if (!app.isObject()) {
            throw Refusal.badRequest("BadJsonBody", "The field `appDefinition` must be an object");
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
        modules.putAll(modules(app.path("functions")));
        modules.putAll(modules(app.path("changedModules")));
        var components = new ArrayList<Sources>();
        for (JsonNode component : body.path("componentDefinitions")) {
            components.add(sources(
                    WireJson.text(component, "definitionPath"), component, modules(component.path("functions"))));
        }
        return new PushRequest(sources("", app, modules), components);
    }

    private static Sources sources(String path, JsonNode json, Map<String, PushedModule> modules) {
        var dependencies = new ArrayList<String>();
        json.path("dependencies").forEach(dependency -> dependencies.add(dependency.asString()));
        return new Sources(
                path,
                module(json.path("definition")),
                dependencies,
                modules,
                module(json.path("schema")),
                json.path("udfServerVersion").asString(""));
    }

    private static Map<String, PushedModule> modules(JsonNode list) {
        var modules = new TreeMap<String, PushedModule>();
        list.forEach(json -> {
            PushedModule module = PushedModule.of(json);
            modules.put(module.path(), module);
        });
        return modules;
    }

    private static Optional<PushedModule> module(JsonNode json) {
        return json.isObject() ? Optional.of(PushedModule.of(json)) : Optional.empty();
    }
}
