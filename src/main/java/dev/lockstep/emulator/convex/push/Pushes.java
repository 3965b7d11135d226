package dev.lockstep.emulator.convex.push;

import dev.lockstep.emulator.convex.deployment.Deployment;
import dev.lockstep.emulator.convex.deployment.InstalledCode;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
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
        InstalledCode pushed = new Analyzer(deployment.engine(), deployment.environment()).analyze(request);
        String id = deployment.newRequestId();
        remember(id, pushed);
        return answer(id, pushed, new SchemaChange(current.schema(), pushed.schema()));
    }

    /** Whether the documents there are fit the new schema. */
    public ObjectNode waitForSchema(JsonNode body) {
        InstalledCode pushed = find(body.path("schemaChange"));
        var change = new SchemaChange(deployment.installed().schema(), pushed.schema());
        return change.misfit(deployment.store().latest())
                .map(misfit -> WireJson.object()
                        .put("type", "failed")
                        .put("error", misfit.error())
                        .put("componentPath", "")
                        .put("tableName", misfit.table()))
                .orElseGet(() -> WireJson.object().put("type", "complete"));
    }

    /** Switches to the new code. */
    public ObjectNode finish(JsonNode body) {
        InstalledCode pushed = find(body.path("startPush").path("schemaChange"));
        InstalledCode current = deployment.installed();
        var change = new SchemaChange(current.schema(), pushed.schema());
        change.misfit(deployment.store().latest()).ifPresent(misfit -> {
            throw Refusal.badRequest("RaceDetected", misfit.error());
        });
        if (!body.path("dryRun").asBoolean(false)) {
            deployment.install(pushed);
        }
        return diff(current, pushed, change);
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

    private ObjectNode answer(String id, InstalledCode pushed, SchemaChange change) {
        ObjectNode answer = WireJson.object();
        // The real service puts the values here; nobody reads them, so secrets stay at home.
        answer.putObject("environmentVariables");
        answer.putNull("externalDepsId");
        answer.putObject("componentDefinitionPackages");
        var auth = answer.putArray("appAuth");
        pushed.providers().forEach(provider -> auth.add(provider.json()));
        answer.putObject("analysis").set("", evaluated(pushed));
        answer.set("app", app(pushed));
        ObjectNode schemaChange = answer.putObject("schemaChange");
        schemaChange.putObject("allocatedComponentIds");
        schemaChange.putObject("schemaIds").put("", id);
        schemaChange.putObject("indexDiffs").set("", change.indexDiff());
        return answer;
    }

    private static ObjectNode evaluated(InstalledCode pushed) {
        ObjectNode evaluated = WireJson.object();
        ObjectNode definition = evaluated.putObject("definition").put("path", "");
        definition.putObject("definitionType").put("type", "app");
        definition.putArray("childComponents");
        definition.putObject("httpMounts");
        definition.putObject("exports").put("type", "branch").putArray("branch");
        evaluated.set("schema", pushed.schemaJson().map(WireJson::parse).orElseGet(() -> WireJson.parse("null")));
        ObjectNode functions = evaluated.putObject("functions");
        pushed.analysis().forEach(functions::set);
        evaluated.putObject("udfConfig").put("serverVersion", pushed.serverVersion());
        return evaluated;
    }

    private static ObjectNode app(InstalledCode pushed) {
        ObjectNode app = WireJson.object().put("definitionPath", "").put("componentPath", "");
        app.putObject("args");
        app.putObject("childComponents");
        ObjectNode routes = app.putObject("httpRoutes");
        JsonNode found =
                pushed.analysis().getOrDefault("http.js", WireJson.object()).path("httpRoutes");
        if (found.isArray()) {
            var list = routes.putArray("httpModuleRoutes");
            found.forEach(route -> list.add(route.path("route")));
        } else {
            routes.putNull("httpModuleRoutes");
        }
        routes.putArray("mounts");
        app.putObject("exports");
        return app;
    }

    private static ObjectNode diff(InstalledCode before, InstalledCode after, SchemaChange change) {
        ObjectNode diff = WireJson.object();
        ObjectNode auth = diff.putObject("authDiff");
        auth.putArray("added");
        auth.putArray("removed");
        diff.putObject("definitionDiffs");
        ObjectNode component = diff.putObject("componentDiffs").putObject("");
        component.putObject("diffType").put("type", before.modules().isEmpty() ? "create" : "modify");
        ObjectNode modules = component.putObject("moduleDiff");
        var added = modules.putArray("added");
        var removed = modules.putArray("removed");
        var paths = new TreeSet<>(after.modules().keySet());
        paths.removeAll(before.modules().keySet());
        paths.forEach(added::add);
        var gone = new TreeSet<>(before.modules().keySet());
        gone.removeAll(after.modules().keySet());
        gone.forEach(removed::add);
        component.putNull("udfConfigDiff");
        ObjectNode crons = component.putObject("cronDiff");
        crons.putArray("added");
        crons.putArray("updated");
        crons.putArray("deleted");
        component.set("indexDiff", change.indexDiff());
        component.putNull("schemaDiff");
        return diff;
    }
}
