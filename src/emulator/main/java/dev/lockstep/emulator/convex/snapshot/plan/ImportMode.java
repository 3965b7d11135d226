package dev.lockstep.emulator.convex.snapshot.plan;

import dev.lockstep.emulator.convex.wire.Refusal;

/** What becomes of the documents that are there. */
public enum ImportMode {
    /** There may be none in the tables of the import. */
    REQUIRE_EMPTY("requireEmpty"),
    APPEND("append"),
    /** Those in the tables of the import go. */
    REPLACE("replace"),
    /** All go, and so do the tables that neither the import nor a schema names. */
    REPLACE_ALL("replaceAll");

    private final String wire;

    ImportMode(String wire) {
        this.wire = wire;
    }

    static ImportMode of(String wire) {
        for (ImportMode mode : values()) {
            if (mode.wire.equals(wire)) {
                return mode;
            }
        }
        throw Refusal.badRequest("InvalidImportMode", "Unknown import mode \"" + wire + "\"");
    }

    String wire() {
        return wire;
    }
}
