package dev.lockstep.admin.ui.failure;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableHeaderCell;
import com.vaadin.flow.component.html.NativeTableRow;
import com.vaadin.flow.component.html.Paragraph;
import dev.lockstep.kit.language.ProblemWords;
import dev.lockstep.outbox.change.Comparison;
import dev.lockstep.outbox.change.SystemId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What each place says, field by field: what differs from here is marked, and under each system is a way to take its word. */
final class CompareTable extends Div {

    /** @param open whether there is still something to settle */
    CompareTable(Comparison comparison, boolean open, Consumer<SystemId> take) {
        addClassName("compare");
        comparison.unread().forEach((system, why) -> {
            var line = new Paragraph(
                    getTranslation("failures.compare.unread", system.title(), ProblemWords.said(this, why)));
            line.addClassName("compare-unread");
            add(line);
        });
        List<Comparison.Field> matters =
                comparison.fields().stream().filter(CompareTable::matters).toList();
        List<Comparison.Field> same =
                comparison.fields().stream().filter(field -> !matters(field)).toList();
        if (!matters.isEmpty()) {
            add(table(comparison.systems(), matters));
        }
        if (open) {
            takes(comparison, take);
        }
        if (!same.isEmpty()) {
            add(new Details(getTranslation("failures.compare.same", same.size()), table(comparison.systems(), same)));
        }
    }

    /** What the change is about, and what is not the same everywhere, comes first; nobody should have to look for it. */
    private static boolean matters(Comparison.Field field) {
        return field.wanted().isPresent()
                || field.there().values().stream()
                        .anyMatch(value -> !Optional.of(value).equals(field.here()));
    }

    private NativeTable table(List<SystemId> systems, List<Comparison.Field> fields) {
        var table = new NativeTable();
        table.getHead().add(head(systems));
        fields.forEach(field -> table.getBody().add(row(systems, field)));
        return table;
    }

    private NativeTableRow head(List<SystemId> systems) {
        var row = new NativeTableRow();
        Stream.concat(
                        Stream.of("field", "here", "wanted").map(this::place),
                        systems.stream().map(SystemId::title))
                .forEach(title -> {
                    var cell = new NativeTableHeaderCell(title);
                    cell.getElement().setAttribute("scope", "col");
                    row.add(cell);
                });
        return row;
    }

    private String place(String key) {
        return getTranslation("failures.compare." + key);
    }

    private NativeTableRow row(List<SystemId> systems, Comparison.Field field) {
        var name = new NativeTableHeaderCell(Words.field(this, field.name()));
        name.getElement().setAttribute("scope", "row");
        var row = new NativeTableRow();
        row.add(
                name,
                cell(place("here"), field.here(), field.here()),
                cell(place("wanted"), field.wanted(), field.here()));
        systems.forEach(system -> row.add(cell(system.title(), field.in(system), field.here())));
        return row;
    }

    private NativeTableCell cell(String place, Optional<String> value, Optional<String> here) {
        String text = value.map(said -> said.isEmpty() ? getTranslation("failures.compare.none") : said)
                .orElse("–");
        var cell = new NativeTableCell(text);
        cell.getElement().setAttribute("data-place", place);
        cell.setClassName("absent", value.isEmpty() || value.get().isEmpty());
        boolean differs = value.isPresent() && !value.equals(here);
        cell.setClassName("differs", differs);
        if (differs) {
            cell.getElement().setAttribute("aria-label", getTranslation("failures.compare.differs", text));
        }
        return cell;
    }

    private void takes(Comparison comparison, Consumer<SystemId> take) {
        var row = new Div();
        row.addClassName("compare-takes");
        comparison.systems().stream().filter(comparison.takeable()::contains).forEach(system -> {
            var button = new Button(getTranslation("failures.take", system.title()), click -> take.accept(system));
            button.addThemeVariants(ButtonVariant.LUMO_SMALL);
            row.add(button);
        });
        add(row);
    }
}
