package dev.lockstep.emulator.convex.deployment;

import dev.lockstep.emulator.convex.auth.AuthProvider;
import dev.lockstep.emulator.convex.code.CodeVersion;
import dev.lockstep.emulator.convex.code.FunctionPath;
import dev.lockstep.emulator.convex.code.FunctionSpec;
import dev.lockstep.emulator.convex.code.PushedModule;
import dev.lockstep.emulator.convex.file.DeploymentFile;
import dev.lockstep.emulator.convex.schema.AppSchema;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a push leaves behind, as it is kept on disk and read again at start-up.
 *
 * @param modules by path
 * @param analysis what was found in each module, by path: {@code {functions, httpRoutes, cronSpecs, sourceMapped}}
 * @param schemaJson what {@code schema.export()} gave; empty for none
 * @param serverVersion of the npm package that pushed; empty before the first push
 */
public record InstalledCode(
        Map<String, PushedModule> modules,
        Map<String, JsonNode> analysis,
        Optional<String> schemaJson,
        List<AuthProvider> providers,
        String serverVersion) {

    private static final String MODULE = "module";
    private static final String ANALYSIS = "analysis";
    private static final String APP = "app";

    static InstalledCode load(DeploymentFile file) {
        var modules = new TreeMap<String, PushedModule>();
        file.settings(MODULE).forEach((path, json) -> modules.put(path, PushedModule.of(WireJson.parse(json))));
        var analysis = new TreeMap<String, JsonNode>();
        file.settings(ANALYSIS).forEach((path, json) -> analysis.put(path, WireJson.parse(json)));
        Map<String, String> app = file.settings(APP);
        return new InstalledCode(
                modules,
                analysis,
                Optional.ofNullable(app.get("schema")),
                AuthProvider.all(WireJson.parse(app.getOrDefault("auth", "[]"))),
                app.getOrDefault("version", ""));
    }

    void save(DeploymentFile file) {
        var moduleTexts = new HashMap<String, String>();
        modules.forEach((path, module) -> moduleTexts.put(path, module.json().toString()));
        var analysisTexts = new HashMap<String, String>();
        analysis.forEach((path, json) -> analysisTexts.put(path, json.toString()));
        var app = new HashMap<String, String>();
        schemaJson.ifPresent(schema -> app.put("schema", schema));
        var auth = WireJson.parse("[]");
        providers.forEach(provider -> auth.asArray().add(provider.json()));
        app.put("auth", auth.toString());
        app.put("version", serverVersion);
        file.replace(Map.of(MODULE, moduleTexts, ANALYSIS, analysisTexts, APP, app));
    }

    public AppSchema schema() {
        return AppSchema.of(schemaJson.orElse(null));
    }

    CodeVersion version(Map<String, String> environment) {
        var functions = new HashMap<FunctionPath, FunctionSpec>();
        analysis.forEach((module, found) -> found.path("functions").forEach(json -> {
            FunctionSpec spec = FunctionSpec.of(module, json);
            functions.put(spec.path(), spec);
        }));
        return new CodeVersion(modules, functions, schema(), environment);
    }

    /** What the CLI compares its modules with. */
    public ObjectNode hashes() {
        ObjectNode json = WireJson.object();
        json.putObject("config").put("functions", "convex/").putArray("authInfo");
        var hashes = json.putArray("moduleHashes");
        modules.values().forEach(module -> hashes.add(module.hashJson()));
        return json.put("udfServerVersion", serverVersion.isEmpty() ? null : serverVersion);
    }
}
