package dev.lockstep.sync.store;

import dev.lockstep.core.Owner;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Positions in memory, for simulations. */
public final class MemoryCursors implements Cursors {

    private record Place(Owner owner, String table) {}

    private final Map<Place, Cursor> cursors = new HashMap<>();

    @Override
    public Optional<Cursor> find(Owner owner, String table) {
        return Optional.ofNullable(cursors.get(new Place(owner, table)));
    }

    @Override
    public Optional<Instant> lastPull(Owner owner) {
        return cursors.entrySet().stream()
                .filter(entry -> entry.getKey().owner().equals(owner))
                .map(entry -> entry.getValue().pulledAt())
                .max(Comparator.naturalOrder());
    }

    @Override
    public void write(Owner owner, String table, Cursor cursor) {
        cursors.put(new Place(owner, table), cursor);
    }
}
