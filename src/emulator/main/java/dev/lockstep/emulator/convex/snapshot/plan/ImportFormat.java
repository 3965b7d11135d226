package dev.lockstep.emulator.convex.snapshot.plan;

import dev.lockstep.emulator.convex.snapshot.rows.RowFormat;
import dev.lockstep.emulator.convex.wire.Refusal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What kind of file is imported. */
public enum ImportFormat {
    CSV("csv", RowFormat.CSV),
    JSON_LINES("jsonLines", RowFormat.JSON_LINES),
    JSON_ARRAY("jsonArray", RowFormat.JSON_ARRAY),
    /** Many tables, as an export has them. */
    ZIP("zip", null);

    private final String wire;
    private final @Nullable RowFormat rows;

    ImportFormat(String wire, @Nullable RowFormat rows) {
        this.wire = wire;
        this.rows = rows;
    }

    static ImportFormat of(String wire) {
        for (ImportFormat format : values()) {
            if (format.wire.equals(wire)) {
                return format;
            }
        }
        throw Refusal.badRequest("InvalidImportFormat", "Unknown import format \"" + wire + "\"");
    }

    String wire() {
        return wire;
    }

    /** How the file's documents are written; empty for an archive. */
    Optional<RowFormat> rows() {
        return Optional.ofNullable(rows);
    }
}
