package dev.lockstep.admin.ui.audit;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.dom.Element;
import dev.lockstep.admin.ui.AuditWords;
import dev.lockstep.audit.AuditRecord;
import dev.lockstep.core.Owner;
import dev.lockstep.kit.Ago;
import dev.lockstep.kit.records.RecordsGrid;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** How an entry looks in the list; in narrow places one column holds everything. */
final class AuditColumns {

    private final RecordsGrid<AuditRecord> grid;
    private final Map<String, String> names;
    private final Clock clock;

    private AuditColumns(RecordsGrid<AuditRecord> grid, Map<String, String> names, Clock clock) {
        this.grid = grid;
        this.names = names;
        this.clock = clock;
    }

    /**
     * Gives the list its columns.
     *
     * @param names of people by id, of whom the rows that are shown speak
     */
    static void of(RecordsGrid<AuditRecord> grid, Map<String, String> names, Clock clock) {
        new AuditColumns(grid, names, clock).add();
    }

    private void add() {
        grid.addClassName("audit-grid");
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.addComponentColumn(this::line)
                .setHeader(grid.getTranslation("audit.action"))
                .setFlexGrow(2);
        grid.wideOnly(
                grid.addColumn(record -> AuditWords.actor(grid, record.entry().actor(), names))
                        .setHeader(grid.getTranslation("audit.actor")),
                grid.addColumn(record -> person(record).orElse("")).setHeader(grid.getTranslation("audit.person")),
                grid.addColumn(record -> record.entry().detail())
                        .setHeader(grid.getTranslation("audit.detail"))
                        .setFlexGrow(4),
                grid.addColumn(record -> Ago.since(grid, record.at(), clock))
                        .setHeader(grid.getTranslation("audit.at"))
                        .setTooltipGenerator(record -> record.at().toString()));
    }

    private Optional<String> person(AuditRecord record) {
        return record.entry().person().map(Owner::value).map(id -> names.getOrDefault(id, id));
    }

    private Component line(AuditRecord record) {
        var action = new Element("strong");
        action.setText(AuditWords.action(grid, record.entry().action()));
        var line = new Div();
        line.addClassName("audit-line");
        line.getElement().appendChild(action);
        if (!grid.isWide()) {
            var who = new Span(" · " + AuditWords.actor(grid, record.entry().actor(), names)
                    + person(record).map(name -> " → " + name).orElse(""));
            var detail = new Div(record.entry().detail());
            detail.addClassName("detail");
            var when = new Div(Ago.since(grid, record.at(), clock));
            when.addClassName("when");
            line.add(who, detail, when);
        }
        return line;
    }
}
