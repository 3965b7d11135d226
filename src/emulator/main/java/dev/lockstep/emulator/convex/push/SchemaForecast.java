package dev.lockstep.emulator.convex.push;

import dev.lockstep.emulator.convex.code.ComponentDefinition;
import dev.lockstep.emulator.convex.deployment.InstalledCode;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.schema.AppSchema;
import dev.lockstep.emulator.convex.schema.TableSchema;
import dev.lockstep.emulator.convex.store.Snapshot;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a push would do to tables and indexes, with the sizes that let the CLI warn of what takes long or cannot be had
 * back at once. Pure.
 *
 * @param changes of the schemas of all components that there would be
 * @param data as it is
 */
record SchemaForecast(
        InstalledCode before, InstalledCode after, Map<ComponentPath, SchemaChange> changes, Snapshot data) {

    ObjectNode json() {
        ObjectNode forecast = WireJson.object();
        ObjectNode evaluations = forecast.putObject("componentSchemaEvaluations");
        Map<ComponentPath, ComponentDefinition> components = after.components();
        changes.forEach((path, change) -> {
            ObjectNode component = evaluations
                    .putObject(path.text())
                    .put("definitionPath", components.get(path).path())
                    .put("schemaValidation", change.to().validated());
            ArrayNode tables = component.putArray("tables");
            change.to().tables().values().forEach(table -> tables.add(table(change, table)));
            ArrayNode indexes = component.putArray("indexes");
            change.indexes().forEach(index -> indexes.add(index(path, index)));
        });
        ArrayNode fresh = forecast.putArray("newComponentDefinitions");
        after.definitions().keySet().stream()
                .filter(path -> !before.definitions().containsKey(path))
                .forEach(fresh::add);
        return forecast;
    }

    private ObjectNode table(SchemaChange change, TableSchema table) {
        long bytes = 0;
        String stored = change.component().stored(table.name());
        for (var document : data.documents(stored)) {
            bytes += document.json().getBytes(StandardCharsets.UTF_8).length;
        }
        return WireJson.object()
                .put("name", table.name())
                .put("outcome", outcome(change, table))
                .put("numDocs", data.count(stored))
                .put("sizeBytes", bytes);
    }

    private static String outcome(SchemaChange change, TableSchema table) {
        if (!change.to().validated()) {
            return "notValidated";
        }
        AppSchema from = change.from();
        TableSchema was = from.tables().get(table.name());
        return from.validated() && was != null && was.documentType().equals(table.documentType())
                ? "supersetOfEnforced"
                : "mustWalk";
    }

    private ObjectNode index(ComponentPath path, SchemaChange.Index index) {
        int documents = data.count(path.stored(index.table()));
        return index.config()
                .deepCopy()
                .put("change", index.fate().word())
                .put("needsBackfill", index.fate() == SchemaChange.Fate.ADDED && documents > 0)
                .put("numDocs", documents);
    }
}
