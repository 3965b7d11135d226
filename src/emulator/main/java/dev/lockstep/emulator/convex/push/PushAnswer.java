package dev.lockstep.emulator.convex.push;

import dev.lockstep.emulator.convex.code.ComponentDefinition;
import dev.lockstep.emulator.convex.deployment.InstalledCode;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The answer to the start of a push: what the CLI generates code from and sends back to finish. */
final class PushAnswer {

    private final InstalledCode pushed;

    PushAnswer(InstalledCode pushed) {
        this.pushed = pushed;
    }

    ObjectNode json(String id, Map<ComponentPath, SchemaChange> changes) {
        ObjectNode answer = WireJson.object();
        // The real service puts the values here; nobody reads them, so secrets stay at home.
        answer.putObject("environmentVariables");
        answer.putNull("externalDepsId");
        answer.putObject("componentDefinitionPackages");
        var auth = answer.putArray("appAuth");
        pushed.providers().forEach(provider -> auth.add(provider.json()));
        ObjectNode analysis = answer.putObject("analysis");
        analysis.set("", evaluated(pushed.app()));
        pushed.definitions().forEach((path, definition) -> analysis.set(path, evaluated(definition)));
        answer.set("app", component(ComponentPath.ROOT, pushed.app()));
        ObjectNode schemaChange = answer.putObject("schemaChange");
        schemaChange.putObject("allocatedComponentIds");
        schemaChange.putObject("schemaIds").put("", id);
        ObjectNode indexes = schemaChange.putObject("indexDiffs");
        changes.forEach((path, change) -> indexes.set(path.text(), change.indexDiff()));
        return answer;
    }

    private static ObjectNode evaluated(ComponentDefinition definition) {
        ObjectNode evaluated = WireJson.object();
        JsonNode metadata = definition.metadata();
        ObjectNode shown = evaluated.putObject("definition").put("path", definition.path());
        if (metadata.path("definitionType").isObject()) {
            shown.set("definitionType", metadata.path("definitionType"));
        } else {
            shown.putObject("definitionType").put("type", "app");
        }
        shown.set("childComponents", orElse(metadata.path("childComponents"), "[]"));
        shown.set("httpMounts", orElse(metadata.path("httpMounts"), "{}"));
        shown.set("exports", exports(definition));
        if (metadata.path("envVars").isArray()) {
            shown.set("envVars", metadata.path("envVars"));
        }
        evaluated.set("schema", orElse(definition.schemaJson().orElse("null")));
        ObjectNode functions = evaluated.putObject("functions");
        definition.analysis().forEach(functions::set);
        evaluated.putObject("udfConfig").put("serverVersion", definition.serverVersion());
        return evaluated;
    }

    /** The public functions of a component as a tree of modules; an app exports nothing. */
    private static ObjectNode exports(ComponentDefinition definition) {
        var tree = new TreeMap<String, Object>();
        if (!definition.path().isEmpty()) {
            definition
                    .analysis()
                    .forEach((module, found) -> found.path("functions").forEach(function -> {
                        if (function.path("visibility")
                                .path("kind")
                                .asString("")
                                .equals("public")) {
                            String stem = module.substring(0, module.length() - ".js".length());
                            String name = function.path("name").asString();
                            branch(tree, stem).put(name, "_reference/function/" + stem + ":" + name);
                        }
                    }));
        }
        return node(tree);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> branch(Map<String, Object> tree, String stem) {
        Map<String, Object> at = tree;
        for (String step : stem.split("/")) {
            at = (Map<String, Object>) at.computeIfAbsent(step, name -> new TreeMap<String, Object>());
        }
        return at;
    }

    @SuppressWarnings("unchecked")
    private static ObjectNode node(Object tree) {
        ObjectNode node = WireJson.object();
        if (tree instanceof String leaf) {
            return node.put("type", "leaf").put("leaf", leaf);
        }
        ArrayNode branch = node.put("type", "branch").putArray("branch");
        ((Map<String, Object>) tree)
                .forEach((name, below) -> branch.addArray().add(name).add(node(below)));
        return node;
    }

    private ObjectNode component(ComponentPath path, ComponentDefinition definition) {
        ObjectNode component =
                WireJson.object().put("definitionPath", definition.path()).put("componentPath", path.text());
        component.putObject("args");
        ObjectNode children = component.putObject("childComponents");
        definition
                .children()
                .forEach((name, child) -> children.set(
                        name, component(path.child(name), pushed.definitions().get(child))));
        ObjectNode routes = component.putObject("httpRoutes");
        JsonNode found =
                definition.analysis().getOrDefault("http.js", WireJson.object()).path("httpRoutes");
        if (found.isArray()) {
            var list = routes.putArray("httpModuleRoutes");
            found.forEach(route -> list.add(route.path("route")));
        } else {
            routes.putNull("httpModuleRoutes");
        }
        ArrayNode mounts = routes.putArray("mounts");
        definition.metadata().path("httpMounts").properties().forEach(mount -> mounts.add(mount.getKey()));
        component.putObject("exports");
        return component;
    }

    private static JsonNode orElse(JsonNode node, String absent) {
        return node.isMissingNode() || node.isNull() ? WireJson.parse(absent) : node;
    }

    private static JsonNode orElse(String json) {
        return WireJson.parse(json);
    }
}
