package dev.lockstep.emulator.convex.push;

import dev.lockstep.emulator.convex.auth.AuthProvider;
import dev.lockstep.emulator.convex.code.ComponentDefinition;
import dev.lockstep.emulator.convex.cron.Crons;
import dev.lockstep.emulator.convex.deployment.InstalledCode;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.store.Snapshot;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a push changes, as the CLI is told when it is finished: providers, and for each component modules, crons, indexes
 * and the schema. Pure.
 *
 * @param changes of the schemas of all components that there are after it
 * @param data before it
 */
record PushDiff(InstalledCode before, InstalledCode after, Map<ComponentPath, SchemaChange> changes, Snapshot data) {

    ObjectNode json() {
        ObjectNode diff = WireJson.object();
        Set<String> providers = providers(before);
        Set<String> laterProviders = providers(after);
        ObjectNode auth = diff.putObject("authDiff");
        butNot(auth.putArray("added"), laterProviders, providers);
        butNot(auth.putArray("removed"), providers, laterProviders);
        // Its entries have no fields that the CLI knows.
        diff.putObject("definitionDiffs");
        ObjectNode components = diff.putObject("componentDiffs");
        Map<ComponentPath, ComponentDefinition> old = before.components();
        Map<ComponentPath, ComponentDefinition> now = after.components();
        now.forEach((path, definition) -> components.set(
                path.text(),
                component(
                        cameBy(path, old.get(path)),
                        old.getOrDefault(path, ComponentDefinition.NONE),
                        definition,
                        changes.get(path))));
        old.forEach((path, definition) -> {
            if (!now.containsKey(path)) {
                // Its documents stay, and so do their indexes.
                var change = new SchemaChange(path, definition.schema(), definition.schema());
                components.set(path.text(), component("unmount", definition, ComponentDefinition.NONE, change));
            }
        });
        return diff;
    }

    private String cameBy(ComponentPath path, @Nullable ComponentDefinition was) {
        if (path.isRoot()) {
            return before.modules().isEmpty() ? "create" : "modify";
        }
        if (was != null) {
            return "modify";
        }
        return data.tables().stream().anyMatch(path::owns) ? "remount" : "create";
    }

    private static ObjectNode component(
            String type, ComponentDefinition before, ComponentDefinition after, SchemaChange change) {
        ObjectNode component = WireJson.object();
        component.putObject("diffType").put("type", type);
        ObjectNode modules = component.putObject("moduleDiff");
        butNot(
                modules.putArray("added"),
                after.modules().keySet(),
                before.modules().keySet());
        butNot(
                modules.putArray("removed"),
                before.modules().keySet(),
                after.modules().keySet());
        component.set("udfConfigDiff", versions(before.serverVersion(), after.serverVersion()));
        component.set("cronDiff", crons(Crons.specs(before), Crons.specs(after)));
        component.set("indexDiff", change.indexDiff());
        component.set("schemaDiff", schemas(before.schemaJson(), after.schemaJson()));
        return component;
    }

    private static @Nullable ObjectNode versions(String before, String after) {
        return before.isEmpty() || after.isEmpty() || before.equals(after)
                ? null
                : WireJson.object().put("previous_version", before).put("next_version", after);
    }

    private static ObjectNode crons(Map<String, JsonNode> before, Map<String, JsonNode> after) {
        ObjectNode diff = WireJson.object();
        butNot(diff.putArray("added"), after.keySet(), before.keySet());
        ArrayNode updated = diff.putArray("updated");
        after.forEach((name, spec) -> {
            if (before.containsKey(name) && !before.get(name).equals(spec)) {
                updated.add(name);
            }
        });
        butNot(diff.putArray("deleted"), before.keySet(), after.keySet());
        return diff;
    }

    private static @Nullable ObjectNode schemas(Optional<String> before, Optional<String> after) {
        return before.equals(after)
                ? null
                : WireJson.object().put("previous_schema", before.orElse(null)).put("next_schema", after.orElse(null));
    }

    private static Set<String> providers(InstalledCode code) {
        return code.providers().stream()
                .map(AuthProvider::json)
                .map(ObjectNode::toString)
                .collect(Collectors.toSet());
    }

    private static void butNot(ArrayNode into, Collection<String> these, Collection<String> those) {
        var left = new TreeSet<>(these);
        left.removeAll(those);
        left.forEach(into::add);
    }
}
