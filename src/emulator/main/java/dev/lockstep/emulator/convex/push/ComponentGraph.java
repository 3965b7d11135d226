package dev.lockstep.emulator.convex.push;

import dev.lockstep.emulator.convex.code.CodeVersion;
import dev.lockstep.emulator.convex.code.PushedModule;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.push.PushRequest.Sources;
import dev.lockstep.emulator.convex.schema.AppSchema;
import dev.lockstep.emulator.convex.script.ModuleReader;
import dev.lockstep.emulator.convex.script.ScriptError;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Evaluates {@code convex.config.js} of the app and its components, those that others use first. */
final class ComponentGraph {

    private static final String CONFIG = "convex.config.js";

    private final ModuleReader reader;
    private final Map<String, String> environment;

    ComponentGraph(ModuleReader reader, Map<String, String> environment) {
        this.reader = reader;
        this.environment = environment;
    }

    /**
     * @return what each definition exports, by its path; the app's under the empty one
     * @throws Refusal 400 {@code InvalidModules} when one cannot be evaluated or uses what was not pushed
     */
    Map<String, JsonNode> evaluate(PushRequest request) {
        var metadata = new HashMap<String, JsonNode>();
        for (Sources sources : usedFirst(request.components())) {
            metadata.put(sources.path(), evaluate(sources, metadata));
        }
        metadata.put("", evaluate(request.app(), metadata));
        return metadata;
    }

    private static List<Sources> usedFirst(List<Sources> components) {
        var ordered = new ArrayList<Sources>();
        var left = new ArrayList<>(components);
        while (!left.isEmpty()) {
            List<String> paths = left.stream().map(Sources::path).toList();
            List<Sources> ready = left.stream()
                    .filter(sources -> sources.dependencies().stream().noneMatch(paths::contains))
                    .toList();
            if (ready.isEmpty()) {
                throw invalid("These components use each other in a circle: " + String.join(", ", paths));
            }
            ordered.addAll(ready);
            left.removeAll(ready);
        }
        return ordered;
    }

    private JsonNode evaluate(Sources sources, Map<String, JsonNode> known) {
        if (sources.definition().isEmpty()) {
            return WireJson.object();
        }
        var modules = new TreeMap<String, PushedModule>();
        PushedModule definition = sources.definition().get();
        modules.put(CONFIG, definition);
        for (String dependency : sources.dependencies()) {
            if (!known.containsKey(dependency)) {
                throw invalid("The component " + dependency + " is used but was not pushed");
            }
            PushedModule stub = stub(dependency, known.get(dependency));
            modules.put(stub.path(), stub);
        }
        var code = new CodeVersion(ComponentPath.ROOT, modules, Map.of(), AppSchema.NONE, environment);
        try {
            return reader.read(code, CONFIG, "definition").path("definition");
        } catch (ScriptError e) {
            throw invalid("Failed to evaluate " + (sources.path().isEmpty() ? "" : sources.path() + "/")
                    + "convex.config.ts: " + e.message());
        }
    }

    /** What a definition imports for a component that it uses: a note of which one it is. */
    private static PushedModule stub(String path, JsonNode metadata) {
        String name = metadata.path("definitionType")
                .path("name")
                .asString(metadata.path("name").asString(""));
        String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(path.getBytes(StandardCharsets.UTF_8));
        var exported = WireJson.object().put("componentDefinitionPath", path).put("defaultName", name);
        return new PushedModule(
                "_componentDeps/" + encoded, "export default " + exported + ";", "", PushedModule.Environment.ISOLATE);
    }

    private static Refusal invalid(String message) {
        return Refusal.badRequest("InvalidModules", message);
    }
}
