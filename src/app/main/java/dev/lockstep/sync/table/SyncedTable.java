package dev.lockstep.sync.table;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A table that devices keep copies of. Features register theirs as beans; nothing else has to know of it but its functions in
 * Convex, which have the same name, policy and fields.
 *
 * @param name the functions' name of it, at most 64 small letters; its words are in the translations under {@code table.name}
 * @param fields in the order to show them; the first one names a record
 * @param upcasters make of a change that was recorded under version n + 1 one of version n + 2; run when it is read. A change of
 *     today has version 1 + their number
 */
public record SyncedTable(String name, Policy policy, List<TableField> fields, List<UnaryOperator<Op>> upcasters) {

    public SyncedTable {
        fields = List.copyOf(fields);
        upcasters = List.copyOf(upcasters);
    }

    public SyncedTable(String name, Policy policy, TableField... fields) {
        this(name, policy, List.of(fields), List.of());
    }

    /** Of the changes that are recorded now. */
    public int schemaVersion() {
        return upcasters.size() + 1;
    }

    public Optional<TableField> field(String wanted) {
        return fields.stream().filter(field -> field.name().equals(wanted)).findFirst();
    }
}
