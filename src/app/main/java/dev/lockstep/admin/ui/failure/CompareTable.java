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
import dev.lockstep.outbox.change.Authority;
import dev.lockstep.outbox.change.Comparison;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What each place says, field by field: what differs from here is marked, and under each system is a way to take its word. */
final class CompareTable extends Div {

    /** @param open whether there is still something to settle */
    CompareTable(Comparison comparison, boolean open, Consumer<Authority> take) {
        addClassName("compare");
        comparison.unread().forEach((authority, why) -> {
            var line = new Paragraph(getTranslation("failures.compare.unread", title(authority), why));
            line.addClassName("compare-unread");
            add(line);
        });
        List<Comparison.Field> matters =
                comparison.fields().stream().filter(CompareTable::matters).toList();
        List<Comparison.Field> same =
                comparison.fields().stream().filter(field -> !matters(field)).toList();
        if (!matters.isEmpty()) {
            add(table(matters));
        }
        if (open) {
            takes(comparison, take);
        }
        if (!same.isEmpty()) {
            add(new Details(getTranslation("failures.compare.same", same.size()), table(same)));
        }
    }

    /** What the change is about, and what is not the same everywhere, comes first; nobody should have to look for it. */
    private static boolean matters(Comparison.Field field) {
        return field.wanted().isPresent()
                || Stream.of(field.inClerk(), field.inConvex())
                        .anyMatch(value -> value.isPresent() && !value.equals(field.here()));
    }

    private NativeTable table(List<Comparison.Field> fields) {
        var table = new NativeTable();
        table.getHead().add(head());
        fields.forEach(field -> table.getBody().add(row(field)));
        return table;
    }

    private static String title(Authority authority) {
        return switch (authority) {
            case CLERK -> "Clerk";
            case CONVEX -> "Convex";
        };
    }

    private NativeTableRow head() {
        var row = new NativeTableRow();
        for (String key : new String[] {"field", "here", "wanted", "clerk", "convex"}) {
            var cell = new NativeTableHeaderCell(getTranslation("failures.compare." + key));
            cell.getElement().setAttribute("scope", "col");
            row.add(cell);
        }
        return row;
    }

    private NativeTableRow row(Comparison.Field field) {
        var name = new NativeTableHeaderCell(name(field.name()));
        name.getElement().setAttribute("scope", "row");
        var row = new NativeTableRow();
        row.add(
                name,
                cell("here", field.here(), field.here()),
                cell("wanted", field.wanted(), field.here()),
                cell("clerk", field.inClerk(), field.here()),
                cell("convex", field.inConvex(), field.here()));
        return row;
    }

    private String name(String field) {
        String key = "failures.field." + field;
        String word = getTranslation(key);
        return word.contains(key) ? field : word;
    }

    private NativeTableCell cell(String place, Optional<String> value, Optional<String> here) {
        String text = value.map(said -> said.isEmpty() ? getTranslation("failures.compare.none") : said)
                .orElse("–");
        var cell = new NativeTableCell(text);
        cell.getElement().setAttribute("data-place", getTranslation("failures.compare." + place));
        cell.setClassName("absent", value.isEmpty() || value.get().isEmpty());
        boolean differs = value.isPresent() && !value.equals(here);
        cell.setClassName("differs", differs);
        if (differs) {
            cell.getElement().setAttribute("aria-label", getTranslation("failures.compare.differs", text));
        }
        return cell;
    }

    private void takes(Comparison comparison, Consumer<Authority> take) {
        var row = new Div();
        row.addClassName("compare-takes");
        for (Authority authority : Authority.values()) {
            if (comparison.takeable().contains(authority)) {
                var button =
                        new Button(getTranslation("failures.take", title(authority)), click -> take.accept(authority));
                button.addThemeVariants(ButtonVariant.LUMO_SMALL);
                row.add(button);
            }
        }
        add(row);
    }
}
