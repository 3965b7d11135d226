package dev.lockstep.emulator.convex.snapshot.plan;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.key.TableName;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * How a file is to be imported.
 *
 * @param table empty for an archive, which names its tables itself
 * @param component where the tables are
 */
public record ImportRequest(ImportFormat format, ImportMode mode, Optional<String> table, ComponentPath component) {

    /** @throws Refusal 400 naming what is wrong */
    public static ImportRequest of(JsonNode json) {
        ImportFormat format = ImportFormat.of(WireJson.text(json, "format"));
        ImportMode mode = ImportMode.of(json.path("mode").asString("requireEmpty"));
        Optional<String> table = Optional.ofNullable(json.path("tableName").asString(null));
        if (table.isPresent() == (format == ImportFormat.ZIP)) {
            throw Refusal.badRequest(
                    "InvalidImport", "A table must be named for every format but zip, and for zip none may be");
        }
        table.flatMap(TableName::problem).ifPresent(problem -> {
            throw Refusal.badRequest("InvalidTableName", problem);
        });
        return new ImportRequest(
                format,
                mode,
                table,
                new ComponentPath(json.path("componentPath").asString("")));
    }

    /** As it is kept beside the import's state. */
    public Obj value() {
        Obj kind = ConvexValue.object("format", ConvexValue.text(format.wire()));
        return ConvexValue.object("mode", ConvexValue.text(mode.wire()))
                .with("component_path", ConvexValue.text(component.text()))
                .with(
                        "format",
                        table.map(name -> kind.with("table", ConvexValue.text(name)))
                                .orElse(kind));
    }
}
