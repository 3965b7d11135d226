package dev.lockstep.sync.table;

import java.util.List;

/** Tables of a simulation. */
public final class SimulatedTables {

    private SimulatedTables() {}

    public static SyncedTables of(List<SyncedTable> tables) {
        return new SyncedTables(tables);
    }
}
