package dev.lockstep.sync.table;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** All registered tables, in the order in which they are to be shown. */
@Component
public class SyncedTables {

    private final Map<String, SyncedTable> tables = new LinkedHashMap<>();

    /** @throws IllegalStateException when two have one name */
    SyncedTables(List<SyncedTable> registered) {
        for (SyncedTable table : registered) {
            if (tables.put(table.name(), table) != null) {
                throw new IllegalStateException("Bug: two synced tables are called " + table.name());
            }
        }
    }

    public Collection<SyncedTable> all() {
        return List.copyOf(tables.values());
    }

    public Optional<SyncedTable> find(String name) {
        return Optional.ofNullable(tables.get(name));
    }

    /** @throws IllegalArgumentException when there is none of this name */
    public SyncedTable get(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("There is no synced table " + name));
    }
}
