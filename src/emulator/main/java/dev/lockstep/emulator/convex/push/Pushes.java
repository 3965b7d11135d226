package dev.lockstep.emulator.convex.push;

import dev.lockstep.emulator.convex.code.ComponentDefinition;
import dev.lockstep.emulator.convex.deployment.Deployment;
import dev.lockstep.emulator.convex.deployment.Installation;
import dev.lockstep.emulator.convex.deployment.InstalledCode;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.node.NodeRuntime;
import dev.lockstep.emulator.convex.script.ModuleReader;
import dev.lockstep.emulator.convex.script.ScriptEngine;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The pushes to one deployment: started, checked, finished. Several may be under way; the last to finish wins. Holds
 * the few that were started last; does not hold finished ones. Thread-safe.
 */
public final class Pushes {

    private static final int KEPT = 8;

    private final Installation installation;
    private final DocumentStore store;
    private final ScriptEngine engine;
    private final NodeRuntime node;
    private final Supplier<String> ids;
    private final Map<String, InstalledCode> started = new LinkedHashMap<>();

    public Pushes(Deployment deployment) {
        this.installation = deployment.installation();
        this.store = deployment.store();
        this.engine = deployment.engine();
        this.node = deployment.node();
        this.ids = deployment.calls()::newRequestId;
    }

    /** What a push of this would do to tables and indexes; changes nothing. */
    public ObjectNode evaluateSchema(JsonNode body) {
        InstalledCode current = installation.installed();
        InstalledCode pushed = analyzed(PushRequest.of(body, current.modules()).withoutFunctions());
        return new SchemaForecast(current, pushed, changes(current, pushed), store.latest()).json();
    }

    /** What {@link #start} would answer about indexes, which CLIs before 1.47 ask before they deploy; keeps nothing. */
    public ObjectNode evaluate(JsonNode body) {
        InstalledCode current = installation.installed();
        InstalledCode pushed = analyzed(PushRequest.of(body, current.modules()));
        return new PushAnswer(pushed).json(ids.get(), changes(current, pushed));
    }

    /** Analyses what was sent; changes nothing. The answer is what the CLI sends back to finish. */
    public ObjectNode start(JsonNode body) {
        InstalledCode current = installation.installed();
        PushRequest request = PushRequest.of(body, current.modules());
        InstalledCode pushed = analyzed(request);
        String id = ids.get();
        remember(id, pushed);
        return new PushAnswer(pushed).json(id, changes(current, pushed));
    }

    /** Whether the documents there are fit the new schema. */
    public ObjectNode waitForSchema(JsonNode body) {
        InstalledCode pushed = find(body.path("schemaChange"));
        return misfit(changes(installation.installed(), pushed))
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
        InstalledCode current = installation.installed();
        Map<ComponentPath, SchemaChange> changes = changes(current, pushed);
        misfit(changes).ifPresent(misfit -> {
            throw Refusal.badRequest("RaceDetected", misfit.error());
        });
        ObjectNode diff = new PushDiff(current, pushed, changes, store.latest()).json();
        if (!body.path("dryRun").asBoolean(false)) {
            installation.install(pushed);
        }
        return diff;
    }

    private InstalledCode analyzed(PushRequest request) {
        try (ModuleReader reader = engine.reader()) {
            return new Analyzer(reader, node, installation.environment()).analyze(request);
        }
    }

    private Optional<SchemaChange.Misfit> misfit(Map<ComponentPath, SchemaChange> changes) {
        var snapshot = store.latest();
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
}
