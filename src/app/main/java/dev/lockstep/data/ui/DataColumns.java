package dev.lockstep.data.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.grid.Grid.Column;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.kit.Ago;
import dev.lockstep.kit.records.RecordsGrid;
import dev.lockstep.sync.SyncedRow;
import dev.lockstep.sync.table.SyncedTable;
import dev.lockstep.sync.table.TableField;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** How a record looks in the list; in narrow places one column holds everything. */
final class DataColumns {

    private static final int MOST = 4;

    private final RecordsGrid<SyncedRow> grid;
    private final SyncedTable table;
    private final Clock clock;
    private final BiConsumer<SyncedRow, TableField> toggled;

    private DataColumns(
            RecordsGrid<SyncedRow> grid, SyncedTable table, Clock clock, BiConsumer<SyncedRow, TableField> toggled) {
        this.grid = grid;
        this.table = table;
        this.clock = clock;
        this.toggled = toggled;
    }

    /** Gives the list its columns. @param toggled called when somebody turns a yes into a no in the list */
    static void of(
            RecordsGrid<SyncedRow> grid, SyncedTable table, Clock clock, BiConsumer<SyncedRow, TableField> toggled) {
        new DataColumns(grid, table, clock, toggled).add();
    }

    private void add() {
        grid.addClassNames("failure-grid", "shared-grid");
        List<TableField> shown = table.fields().stream().limit(MOST).toList();
        grid.addComponentColumn(this::first)
                .setHeader(TableWords.label(grid, table, shown.getFirst()))
                .setWidth("15em")
                .setFlexGrow(4);
        var others = new ArrayList<Column<SyncedRow>>();
        for (TableField field : shown.subList(1, shown.size())) {
            Column<SyncedRow> column = field.kind() == TableField.Kind.FLAG
                    ? grid.addComponentColumn(row -> box(row, field)).setFlexGrow(1)
                    : grid.addComponentColumn(row -> cell(row, field)).setFlexGrow(2);
            others.add(column.setHeader(TableWords.label(grid, table, field)));
        }
        others.add(grid.addComponentColumn(row -> TableWords.state(grid, row))
                .setHeader(grid.getTranslation("shared.state"))
                .setFlexGrow(1));
        others.add(grid.addColumn(row -> Ago.since(grid, row.updatedAt(), clock))
                .setHeader(grid.getTranslation("shared.changed"))
                .setFlexGrow(1));
        hideInNarrowPlaces(others);
    }

    @SuppressWarnings("unchecked")
    private void hideInNarrowPlaces(List<Column<SyncedRow>> columns) {
        grid.wideOnly(columns.toArray(Column[]::new));
    }

    private Component cell(SyncedRow row, TableField field) {
        var cell = new Span(TableWords.value(grid, table, field, row.fields()));
        cell.addClassName("shared-cell");
        return cell;
    }

    private Component box(SyncedRow row, TableField field) {
        var box = new Checkbox(row.fields().bool(field.name()).orElse(false));
        box.setAriaLabel(TableWords.label(grid, table, field) + ": " + TableWords.name(table, row));
        box.setReadOnly(row.deleted() || !table.policy().allowsChanging());
        box.addValueChangeListener(change -> toggled.accept(row, field));
        return box;
    }

    private Component first(SyncedRow row) {
        var name = new Span(TableWords.name(table, row));
        name.addClassNames("shared-cell", "shared-name");
        var words = new Div(name);
        words.addClassName("failure-what");
        if (!grid.isWide()) {
            table.fields().stream()
                    .skip(1)
                    .limit(MOST - 1L)
                    .filter(field -> field.kind() == TableField.Kind.FLAG)
                    .forEach(field -> {
                        var line = new Div(box(row, field), new Span(TableWords.label(grid, table, field)));
                        line.addClassName("shared-flag");
                        words.add(line);
                    });
            words.add(new Div(TableWords.state(grid, row), new Span(" · " + Ago.since(grid, row.updatedAt(), clock))));
        }
        return words;
    }
}
