package dev.lockstep.emulator.convex.push;

import dev.lockstep.emulator.convex.auth.AuthProvider;
import dev.lockstep.emulator.convex.code.CodeVersion;
import dev.lockstep.emulator.convex.code.ComponentDefinition;
import dev.lockstep.emulator.convex.code.PushedModule;
import dev.lockstep.emulator.convex.deployment.InstalledCode;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.node.NodeRuntime;
import dev.lockstep.emulator.convex.push.PushRequest.Sources;
import dev.lockstep.emulator.convex.schema.AppSchema;
import dev.lockstep.emulator.convex.schema.SchemaRules;
import dev.lockstep.emulator.convex.script.ModuleReader;
import dev.lockstep.emulator.convex.script.ScriptError;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Evaluates pushed modules and reads what they declare: functions, routes, crons, schema, auth, components. */
final class Analyzer {

    private static final String AUTH = "auth.config.js";

    private final ModuleReader reader;
    private final NodeRuntime node;
    private final Map<String, String> environment;

    Analyzer(ModuleReader reader, NodeRuntime node, Map<String, String> environment) {
        this.reader = reader;
        this.node = node;
        this.environment = environment;
    }

    /** @throws Refusal 400 {@code InvalidModules}, {@code InvalidSchema}, {@code AuthConfigMissingEnvironmentVariable} */
    InstalledCode analyze(PushRequest request) {
        Map<String, JsonNode> metadata = new ComponentGraph(reader, environment).evaluate(request);
        var definitions = new TreeMap<String, ComponentDefinition>();
        for (Sources component : request.components()) {
            definitions.put(
                    component.path(), definition(component, metadata.get(component.path()), code(component.modules())));
        }
        CodeVersion app = code(request.app().modules());
        List<AuthProvider> providers = request.app().modules().containsKey(AUTH) ? providers(app) : List.of();
        return new InstalledCode(definition(request.app(), metadata.get(""), app), definitions, providers);
    }

    private CodeVersion code(Map<String, PushedModule> modules) {
        return new CodeVersion(ComponentPath.ROOT, modules, Map.of(), AppSchema.NONE, environment);
    }

    private ComponentDefinition definition(Sources sources, JsonNode metadata, CodeVersion all) {
        Optional<String> schema = sources.schema().map(this::schema);
        schema.ifPresent(SchemaRules::check);
        AppSchema.of(schema.orElse(null));
        var analysis = new TreeMap<String, JsonNode>();
        for (PushedModule module : sources.modules().values()) {
            Declarations.checkPath(module.path());
            if (module.isEntry()) {
                analysis.put(module.path(), functions(module, sources, all));
            }
        }
        var definition = new ComponentDefinition(
                sources.path(), sources.modules(), analysis, schema, metadata, sources.serverVersion());
        Declarations.checkCrons(definition);
        return definition;
    }

    private JsonNode functions(PushedModule module, Sources sources, CodeVersion all) {
        ObjectNode found = WireJson.object();
        try {
            JsonNode declared = module.environment() == PushedModule.Environment.NODE
                    ? node.analyze(code(sources.modules()), module.path())
                    : reader.read(all, module.path(), "functions");
            found.setAll((ObjectNode) declared);
        } catch (ScriptError e) {
            throw Declarations.unusable(module.path(), e.message());
        }
        Declarations.checkExports(module, found);
        found.path("functions").forEach(function -> ((ObjectNode) function).putNull("pos"));
        found.putNull("sourceMapped");
        return found;
    }

    /** A schema is the same wherever it is pushed to, so that no variable is there when it is evaluated. */
    private String schema(PushedModule module) {
        var alone =
                new CodeVersion(ComponentPath.ROOT, Map.of(module.path(), module), Map.of(), AppSchema.NONE, Map.of());
        try {
            JsonNode found = reader.read(alone, module.path(), "schema");
            if (!found.path("missing").isEmpty()) {
                throw Refusal.badRequest(
                        "NoEnvironmentVariablesInSchema",
                        "Environment variables unsupported when evaluating schema: "
                                + found.path("missing").path(0).asString());
            }
            return found.path("schema").asString();
        } catch (ScriptError e) {
            throw Refusal.badRequest("InvalidSchema", "Failed to evaluate " + module.path() + ": " + e.message());
        }
    }

    private List<AuthProvider> providers(CodeVersion all) {
        try {
            JsonNode found = reader.read(all, AUTH, "auth");
            if (!found.path("missing").isEmpty()) {
                throw Refusal.badRequest(
                        "AuthConfigMissingEnvironmentVariable",
                        "Environment variable " + found.path("missing").path(0).asString()
                                + " is used in auth config file but its value was not set.");
            }
            return AuthProvider.all(found.path("providers"));
        } catch (ScriptError e) {
            throw Refusal.badRequest("InvalidAuthConfig", "Failed to evaluate auth.config.ts: " + e.message());
        }
    }
}
