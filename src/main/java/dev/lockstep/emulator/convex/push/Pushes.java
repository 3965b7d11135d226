package dev.lockstep.emulator.convex.push;

import dev.lockstep.emulator.convex.code.ComponentDefinition;
import dev.lockstep.emulator.convex.deployment.Deployment;
import dev.lockstep.emulator.convex.deployment.InstalledCode;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The pushes to one deployment: started, checked, finished. Several may be under way; the last to finish wins. Holds
 * the few that were started last; does not hold finished ones. Thread-safe.
 */
public final class Pushes {

    private static final int KEPT = 8;

    private final Deployment deployment;
    private final Map<String, InstalledCode> started = new LinkedHashMap<>();

    public Pushes(Deployment deployment) {
        this.deployment = deployment;
    }

    /** Analyses what was sent; changes nothing. The answer is what the CLI sends back to finish. */
    public ObjectNode start(JsonNode body) {
        InstalledCode current = deployment.installed();
        PushRequest request = PushRequest.of(body, current.modules());
        InstalledCode pushed =
                new Analyzer(deployment.engine(), deployment.node(), deployment.environment()).analyze(request);
        String id = deployment.newRequestId();
        remember(id, pushed);
        return new PushAnswer(pushed).json(id, changes(current, pushed));
    }

    /** Whether the documents there are fit the new schema. */
    public ObjectNode waitForSchema(JsonNode body) {
        InstalledCode pushed = find(body.path("schemaChange"));
        return misfit(changes(deployment.installed(), pushed))
                .map(misfit -> WireJson.object()
                        .put("type", "failed")
                        .put("error", misfit.error())
                        .put("componentPath", misfit.component().text())
                        .put("tableName", misfit.table()))
                .orElseGet(() -> WireJson.object().put("type", "complete"));
    }

    /** Switches to the new code. */
    public ObjectNode finish(JsonNode body) {
        InstalledCode pushed = find(body.path("startPush").path("schemaChange"));
        InstalledCode current = deployment.installed();
        Map<ComponentPath, SchemaChange> changes = changes(current, pushed);
        misfit(changes).ifPresent(misfit -> {
            throw Refusal.badRequest("RaceDetected", misfit.error());
        });
        if (!body.path("dryRun").asBoolean(false)) {
            deployment.install(pushed);
        }
        return diff(current, pushed, changes);
    }

    private Optional<SchemaChange.Misfit> misfit(Map<ComponentPath, SchemaChange> changes) {
        var snapshot = deployment.store().latest();
        return changes.values().stream()
                .flatMap(change -> change.misfit(snapshot).stream())
                .findFirst();
    }

    private synchronized void remember(String id, InstalledCode pushed) {
        started.put(id, pushed);
        if (started.size() > KEPT) {
            started.remove(started.keySet().iterator().next());
        }
    }

    private synchronized InstalledCode find(JsonNode schemaChange) {
        String id = schemaChange.path("schemaIds").path("").asString("");
        InstalledCode pushed = started.get(id);
        if (pushed == null) {
            throw Refusal.badRequest("RaceDetected", "This push was started before the emulator was. Push again.");
        }
        return pushed;
    }

    private static Map<ComponentPath, SchemaChange> changes(InstalledCode before, InstalledCode after) {
        Map<ComponentPath, ComponentDefinition> old = before.components();
        var changes = new TreeMap<ComponentPath, SchemaChange>();
        after.components().forEach((path, definition) -> {
            ComponentDefinition was = old.getOrDefault(path, ComponentDefinition.NONE);
            changes.put(path, new SchemaChange(path, was.schema(), definition.schema()));
        });
        return changes;
    }

    private static ObjectNode diff(
            InstalledCode before, InstalledCode after, Map<ComponentPath, SchemaChange> changes) {
        ObjectNode diff = WireJson.object();
        ObjectNode auth = diff.putObject("authDiff");
        auth.putArray("added");
        auth.putArray("removed");
        diff.putObject("definitionDiffs");
        ObjectNode components = diff.putObject("componentDiffs");
        Map<ComponentPath, ComponentDefinition> old = before.components();
        Map<ComponentPath, ComponentDefinition> now = after.components();
        now.forEach((path, definition) -> {
            ComponentDefinition was = old.get(path);
            boolean isNew = was == null || (path.isRoot() && was.modules().isEmpty());
            ObjectNode component = component(
                    isNew ? "create" : "modify", was == null ? Map.of() : was.modules(), definition.modules());
            component.set("indexDiff", changes.get(path).indexDiff());
            components.set(path.text(), component);
        });
        old.forEach((path, definition) -> {
            if (!now.containsKey(path)) {
                ObjectNode component = component("unmount", definition.modules(), Map.of());
                component.set(
                        "indexDiff", new SchemaChange(path, definition.schema(), definition.schema()).indexDiff());
                components.set(path.text(), component);
            }
        });
        return diff;
    }

    private static ObjectNode component(String type, Map<String, ?> before, Map<String, ?> after) {
        ObjectNode component = WireJson.object();
        component.putObject("diffType").put("type", type);
        ObjectNode modules = component.putObject("moduleDiff");
        butNot(modules.putArray("added"), after.keySet(), before.keySet());
        butNot(modules.putArray("removed"), before.keySet(), after.keySet());
        component.putNull("udfConfigDiff");
        ObjectNode crons = component.putObject("cronDiff");
        crons.putArray("added");
        crons.putArray("updated");
        crons.putArray("deleted");
        component.putNull("schemaDiff");
        return component;
    }

    private static void butNot(ArrayNode into, Set<String> these, Set<String> those) {
        var left = new TreeSet<>(these);
        left.removeAll(those);
        left.forEach(into::add);
    }
}
