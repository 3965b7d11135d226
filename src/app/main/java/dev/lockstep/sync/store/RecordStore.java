package dev.lockstep.sync.store;

import dev.lockstep.core.Owner;
import dev.lockstep.sync.table.Overlay;
import dev.lockstep.sync.table.RecordFilter;
import dev.lockstep.sync.table.RecordId;
import dev.lockstep.sync.table.RemoteRecord;
import dev.lockstep.sync.table.Stamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Records of all synced tables, each its owner's. Every method joins the caller's transaction. */
public interface RecordStore {

    Optional<StoredRecord> find(RecordId key);

    /** The same, and nobody else may write it until the transaction ends. */
    Optional<StoredRecord> lock(RecordId key);

    /** The same for several records, by their ids; those that there are not are left out. */
    Map<String, StoredRecord> lock(Owner owner, String table, Collection<String> ids);

    /** Makes a record that only this installation knows so far. */
    void add(RecordId key, Overlay shown, Stamp stamp, Instant now);

    /** Writes what people see of it. */
    void show(RecordId key, Optional<Overlay> shown, Stamp stamp, Instant now);

    /**
     * Takes over how Convex has records.
     *
     * @param known those that are here already
     * @param shown each with what waits for it laid over it
     * @param reading in which they were met
     */
    void rebase(Owner owner, String table, Set<String> known, Map<RemoteRecord, Optional<Overlay>> shown, int reading);

    /** Notes that records which are as Convex has them were met in a reading. */
    void met(Owner owner, String table, Collection<String> ids, int reading);

    /**
     * Forgets how Convex had those records of a table that were not met in this reading, and so what people see of them.
     *
     * @return their ids
     */
    Set<String> forgetUnmet(Owner owner, String table, int reading);

    /** Deletes all records of an owner of whom Convex knows nothing. */
    void forget(Owner owner);

    /** All of an owner's, of all tables, deleted ones too. */
    long countAll(Owner owner);

    long count(Owner owner, String table, RecordFilter filter);

    /** The newest first. */
    List<StoredRecord> page(Owner owner, String table, RecordFilter filter, int offset, int limit);
}
