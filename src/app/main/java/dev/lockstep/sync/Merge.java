package dev.lockstep.sync;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What somebody brought in of what they wrote without an account.
 *
 * @param done when the last record was in; empty while it is under way
 * @param undoAsked when somebody asked for it to be undone
 * @param undone when that was done
 * @param records brought in so far
 * @param kept those that undoing left as they are, because they were changed since or their table takes no changes
 */
public record Merge(
        UUID id,
        Instant begun,
        Optional<Instant> done,
        Optional<Instant> undoAsked,
        Optional<Instant> undone,
        long records,
        long kept) {

    /**
     * What would be brought in of one table.
     *
     * @param brought records that the person does not have
     * @param merged those that they have too: field by field, the later edit stands
     * @param there what the person has here already
     */
    public record Preview(String table, long brought, long merged, long there) {}
}
