package dev.lockstep.data.ui;

import dev.lockstep.core.Owner;
import dev.lockstep.sync.SyncedRecords;
import dev.lockstep.sync.SyncedRow;
import dev.lockstep.sync.table.Conflict;
import dev.lockstep.sync.table.SyncedTable;
import java.util.List;
import java.util.Optional;

/**
 * The record beside the list, as it was read.
 *
 * @param id its id, or {@link DataQuery#NEW}
 * @param row empty when there is none, or none yet
 * @param conflicts who lost when two devices changed it, the newest first
 */
record OpenRecord(String id, Optional<SyncedRow> row, List<Conflict> conflicts) {

    /** On any thread. */
    static OpenRecord read(SyncedRecords records, Owner owner, SyncedTable table, String id) {
        return id.equals(DataQuery.NEW)
                ? new OpenRecord(id, Optional.empty(), List.of())
                : new OpenRecord(id, records.find(owner, table, id), records.conflicts(owner, table, id));
    }
}
