package dev.lockstep.emulator.convex.deployment;

import dev.lockstep.emulator.convex.auth.AuthProvider;
import dev.lockstep.emulator.convex.code.AppCode;
import dev.lockstep.emulator.convex.code.CodeVersion;
import dev.lockstep.emulator.convex.code.ComponentDefinition;
import dev.lockstep.emulator.convex.code.FunctionPath;
import dev.lockstep.emulator.convex.code.FunctionSpec;
import dev.lockstep.emulator.convex.code.PushedModule;
import dev.lockstep.emulator.convex.file.DeploymentFile;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.schema.AppSchema;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a push leaves behind, as it is kept on disk and read again at start-up.
 *
 * @param app the app itself
 * @param definitions the components that it or they use, by their paths in pushes
 * @param providers who signs the tokens that are accepted
 */
public record InstalledCode(
        ComponentDefinition app, Map<String, ComponentDefinition> definitions, List<AuthProvider> providers) {

    private static final String DEFINITION = "definition";
    private static final String AUTH = "auth";

    /** Components that use each other in a circle would never end. */
    private static final int MAX_DEPTH = 16;

    static InstalledCode load(DeploymentFile file) {
        var definitions = new TreeMap<String, ComponentDefinition>();
        file.settings(DEFINITION).values().forEach(json -> {
            ComponentDefinition definition = ComponentDefinition.of(WireJson.parse(json));
            definitions.put(definition.path(), definition);
        });
        ComponentDefinition app = definitions.remove("");
        return new InstalledCode(
                app == null ? ComponentDefinition.NONE : app,
                definitions,
                AuthProvider.all(WireJson.parse(file.setting(AUTH, "providers").orElse("[]"))));
    }

    void save(DeploymentFile file) {
        var texts = new HashMap<String, String>();
        // The app's path is empty, which is no name of a setting on every database.
        texts.put("app", app.json().toString());
        definitions.forEach((path, definition) ->
                texts.put("component " + path, definition.json().toString()));
        var auth = WireJson.parse("[]");
        providers.forEach(provider -> auth.asArray().add(provider.json()));
        file.replace(Map.of(DEFINITION, texts, AUTH, Map.of("providers", auth.toString())));
    }

    public Map<String, PushedModule> modules() {
        return app.modules();
    }

    public Map<String, JsonNode> analysis() {
        return app.analysis();
    }

    public AppSchema schema() {
        return app.schema();
    }

    /** Every use of a component with its definition, parents before children, the app first. */
    public Map<ComponentPath, ComponentDefinition> components() {
        var found = new TreeMap<ComponentPath, ComponentDefinition>();
        visit(ComponentPath.ROOT, app, 0, found::put);
        return found;
    }

    /** What is enforced in the app and in every component. */
    Map<ComponentPath, AppSchema> schemas() {
        var schemas = new TreeMap<ComponentPath, AppSchema>();
        components().forEach((path, definition) -> schemas.put(path, definition.schema()));
        return schemas;
    }

    private void visit(
            ComponentPath path,
            ComponentDefinition definition,
            int depth,
            BiConsumer<ComponentPath, ComponentDefinition> visitor) {
        visitor.accept(path, definition);
        if (depth < MAX_DEPTH) {
            definition.children().forEach((name, child) -> {
                if (definitions.containsKey(child)) {
                    visit(path.child(name), definitions.get(child), depth + 1, visitor);
                }
            });
        }
    }

    /**
     * What calls run on.
     *
     * @param variables the app's own
     * @param builtIn those that every component sees too
     */
    AppCode code(Map<String, String> variables, Map<String, String> builtIn) {
        var versions = new HashMap<ComponentPath, CodeVersion>();
        var environments = new HashMap<ComponentPath, Map<String, String>>();
        environments.put(ComponentPath.ROOT, variables);
        components().forEach((path, definition) -> {
            Map<String, String> own = environments.get(path);
            var seen = new HashMap<>(own);
            seen.putAll(builtIn);
            versions.put(path, version(path, definition, seen));
            definition
                    .children()
                    .keySet()
                    .forEach(child -> environments.put(path.child(child), definition.environmentOf(child, own)));
        });
        return new AppCode(versions);
    }

    private static CodeVersion version(
            ComponentPath component, ComponentDefinition definition, Map<String, String> environment) {
        var functions = new HashMap<FunctionPath, FunctionSpec>();
        definition
                .analysis()
                .forEach((module, found) -> found.path("functions").forEach(json -> {
                    FunctionSpec spec = FunctionSpec.of(component, module, json);
                    functions.put(spec.path(), spec);
                }));
        return new CodeVersion(component, definition.modules(), functions, definition.schema(), environment);
    }

    /** What the CLI compares its modules with. */
    public ObjectNode hashes() {
        ObjectNode json = WireJson.object();
        json.putObject("config").put("functions", "convex/").putArray("authInfo");
        var hashes = json.putArray("moduleHashes");
        modules().values().forEach(module -> hashes.add(module.hashJson()));
        return json.put("udfServerVersion", app.serverVersion().isEmpty() ? null : app.serverVersion());
    }
}
