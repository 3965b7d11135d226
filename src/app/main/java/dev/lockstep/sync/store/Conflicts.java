package dev.lockstep.sync.store;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import dev.lockstep.sync.table.Conflict;
import dev.lockstep.sync.table.RecordId;
import dev.lockstep.sync.table.SettledConflict;
import java.util.List;
import java.util.Optional;

/** Who lost when two devices changed a record. Every method joins the caller's transaction. */
public interface Conflicts {

    void add(Conflict conflict);

    /** Of one record, the newest first. */
    List<Conflict> of(RecordId record, int limit);

    /** Of all records of an owner, the newest first. */
    List<SettledConflict> page(Owner owner, boolean settled, int offset, int limit);

    long count(Owner owner, boolean settled);

    Optional<SettledConflict> find(Owner owner, ChangeId change);

    /** Writes what the owner made of it; opens it again where that is nothing. */
    void settle(SettledConflict settled);
}
