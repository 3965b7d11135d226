package dev.lockstep.emulator.convex.code;

import dev.lockstep.emulator.convex.schema.AppSchema;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A component as its package defines it, or the app, which is one too. What it is used as comes from its parents.
 *
 * @param path how pushes name it, for example {@code ../node_modules/@convex-dev/workpool/dist/component}; empty for
 *     the app
 * @param modules by path
 * @param analysis what was found in each module, by path: {@code {functions, httpRoutes, cronSpecs, sourceMapped}}
 * @param schemaJson what {@code schema.export()} gave; empty for none
 * @param metadata what {@code defineApp()} or {@code defineComponent()} exported:
 *     {@code {definitionType, childComponents, httpMounts, exports, envVars?, httpPrefix?}}
 * @param serverVersion of the npm package that pushed; empty before the first push
 */
public record ComponentDefinition(
        String path,
        Map<String, PushedModule> modules,
        Map<String, JsonNode> analysis,
        Optional<String> schemaJson,
        JsonNode metadata,
        String serverVersion) {

    /** An app before its first push. */
    public static final ComponentDefinition NONE =
            new ComponentDefinition("", Map.of(), Map.of(), Optional.empty(), WireJson.object(), "");

    public static ComponentDefinition of(JsonNode json) {
        var modules = new TreeMap<String, PushedModule>();
        json.path("modules").forEach(module -> {
            PushedModule read = PushedModule.of(module);
            modules.put(read.path(), read);
        });
        var analysis = new TreeMap<String, JsonNode>();
        json.path("analysis").properties().forEach(entry -> analysis.put(entry.getKey(), entry.getValue()));
        return new ComponentDefinition(
                json.path("path").asString(""),
                modules,
                analysis,
                Optional.ofNullable(json.path("schema").asString(null)),
                json.path("metadata"),
                json.path("version").asString(""));
    }

    /** What {@link #of} reads. */
    public ObjectNode json() {
        ObjectNode json = WireJson.object().put("path", path).put("version", serverVersion);
        var moduleList = json.putArray("modules");
        modules.values().forEach(module -> moduleList.add(module.json()));
        ObjectNode found = json.putObject("analysis");
        analysis.forEach(found::set);
        schemaJson.ifPresent(schema -> json.put("schema", schema));
        json.set("metadata", metadata);
        return json;
    }

    public AppSchema schema() {
        return AppSchema.of(schemaJson.orElse(null));
    }

    /** The definitions of the components it uses, by the name it uses each under. */
    public Map<String, String> children() {
        var children = new LinkedHashMap<String, String>();
        metadata.path("childComponents")
                .forEach(child -> children.put(
                        child.path("name").asString(), child.path("path").asString()));
        return children;
    }

    /**
     * The variables that a child sees: what is written down at its use, and those of this component that it is handed.
     *
     * @param environment this component's own
     */
    public Map<String, String> environmentOf(String child, Map<String, String> environment) {
        var given = new TreeMap<String, String>();
        for (JsonNode use : metadata.path("childComponents")) {
            if (use.path("name").asString().equals(child)) {
                for (JsonNode binding : use.path("env")) {
                    JsonNode source = binding.path(1);
                    String value = source.path("type").asString("").equals("envVar")
                            ? environment.get(source.path("name").asString())
                            : source.path("value").asString(null);
                    if (value != null) {
                        given.put(binding.path(0).asString(), value);
                    }
                }
            }
        }
        return given;
    }
}
