package dev.lockstep.data.ui;

import com.vaadin.flow.component.Component;
import dev.lockstep.core.ChangeId;
import dev.lockstep.sync.RecordConflicts;
import dev.lockstep.sync.SyncedRow;
import dev.lockstep.sync.table.Conflict;
import dev.lockstep.sync.table.SettledConflict;
import dev.lockstep.sync.table.SyncedTable;
import dev.lockstep.sync.table.TableField;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A conflict with the record that it is about.
 *
 * @param now the record as it is now; empty when there is nothing to see of it
 */
record ConflictRow(SettledConflict settled, SyncedTable table, Optional<SyncedRow> now) {

    Conflict conflict() {
        return settled.conflict();
    }

    ChangeId id() {
        return conflict().change();
    }

    boolean isSettled() {
        return settled.settledAt().isPresent();
    }

    /** Whether a deletion is what lost. */
    boolean deletionLost() {
        return conflict().lost().fields().containsKey(RecordConflicts.DELETED);
    }

    /** The fields whose values lost, in the table's order. */
    List<TableField> lost() {
        return table.fields().stream()
                .filter(field -> conflict().lost().fields().containsKey(field.name()))
                .toList();
    }

    /** What names the record. */
    String name() {
        return now.map(row -> TableWords.name(table, row))
                .or(() -> conflict().kept().text(table.fields().getFirst().name()))
                .orElse(conflict().record().clientId());
    }

    /** What lost, in words. */
    String lostWords(Component page) {
        return deletionLost()
                ? page.getTranslation("conflicts.deletion")
                : lost().stream()
                        .map(field -> TableWords.label(page, table, field))
                        .collect(Collectors.joining(", "));
    }
}
