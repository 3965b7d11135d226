package dev.lockstep.data.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import dev.lockstep.kit.time.Moments;
import dev.lockstep.sync.SyncedRow;
import dev.lockstep.sync.table.SyncedTable;
import dev.lockstep.sync.table.TableField;
import java.time.Instant;
import java.util.Locale;

/** Tables, fields and values in people's words. */
final class TableWords {

    private TableWords() {}

    static String title(Component page, SyncedTable table) {
        return page.getTranslation("table." + table.name());
    }

    static String label(Component page, SyncedTable table, TableField field) {
        return page.getTranslation("table." + table.name() + "." + field.name());
    }

    static String choice(Component page, SyncedTable table, TableField field, String word) {
        return page.getTranslation("table." + table.name() + "." + field.name() + "." + word);
    }

    /** The value of a field; empty where the record has none. */
    static String value(Component page, SyncedTable table, TableField field, Obj fields) {
        return fields.field(field.name())
                .map(value -> switch (value) {
                    case ConvexValue.Text(String text)
                    when field.kind() == TableField.Kind.CHOICE -> choice(page, table, field, text);
                    case ConvexValue.Text(String text) -> text;
                    case ConvexValue.Bool(boolean yes) -> page.getTranslation(yes ? "shared.yes" : "shared.no");
                    case ConvexValue.Float64(double millis) ->
                        Moments.dateTime(page, Instant.ofEpochMilli((long) millis));
                    default -> "";
                })
                .orElse("");
    }

    /** What names a record. */
    static String name(SyncedTable table, SyncedRow row) {
        return row.fields().text(table.fields().getFirst().name()).orElse(row.clientId());
    }

    /** How far what was done to a record has come, with the reason where it stopped. */
    static Component state(Component page, SyncedRow row) {
        String word = page.getTranslation("shared.state." + row.state().name().toLowerCase(Locale.ROOT));
        if (row.state() == SyncedRow.State.SYNCED || row.state() == SyncedRow.State.LOCAL) {
            var quiet = new Span(word);
            quiet.addClassName("shared-quiet");
            return quiet;
        }
        var pill = new StatePill(row.state() == SyncedRow.State.FAILED ? State.FAIL : State.WAIT, word);
        row.problem().ifPresent(pill::setTitle);
        return pill;
    }
}
