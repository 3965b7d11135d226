package dev.lockstep.sync.store;

import dev.lockstep.core.Owner;
import java.time.Instant;
import java.util.Optional;

/** How far each owner's tables have been read in Convex. Every method joins the caller's transaction. */
public interface Cursors {

    /**
     * @param position opaque; empty before the first record
     * @param complete whether everything was read once
     * @param pulledAt when it was last read; {@link Instant#EPOCH} before the first answer
     * @param reading counts the readings from the beginning
     */
    record Cursor(Optional<String> position, boolean complete, Instant pulledAt, int reading) {}

    /** Empty when the table was never read. */
    Optional<Cursor> find(Owner owner, String table);

    /** When the newest reading of any of this owner's tables was; empty when there was none. */
    Optional<Instant> lastPull(Owner owner);

    void write(Owner owner, String table, Cursor cursor);
}
