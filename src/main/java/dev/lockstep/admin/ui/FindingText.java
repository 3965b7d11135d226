package dev.lockstep.admin.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.dom.Element;
import dev.lockstep.account.drift.ComparedField;
import dev.lockstep.account.drift.Disagreement;
import dev.lockstep.account.drift.Place;
import dev.lockstep.account.reconcile.Finding;
import dev.lockstep.kit.Ago;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** A finding in words, and its values beside each other: field, Clerk, Convex, here. */
final class FindingText {

    private static final List<Place> COLUMNS = List.of(Place.CLERK, Place.CONVEX, Place.HERE);

    private final Component asking;
    private final Clock clock;

    FindingText(Component asking, Clock clock) {
        this.asking = asking;
        this.clock = clock;
    }

    String field(ComparedField field) {
        return asking.getTranslation("reconciliation.field." + field.part());
    }

    Component kind(Finding finding) {
        var kind = new Span(asking.getTranslation("reconciliation.kind.in." + finding.kind(), places(finding)));
        kind.addClassName("finding-kind");
        return kind;
    }

    private String places(Finding finding) {
        Iterator<String> names = finding.places().stream()
                .sorted()
                .map(place -> asking.getTranslation("reconciliation.place." + place))
                .iterator();
        if (!names.hasNext()) {
            return "";
        }
        String first = names.next();
        return names.hasNext() ? asking.getTranslation("reconciliation.and", first, names.next()) : first;
    }

    Component outcome(Finding finding, Finding.Outcome outcome) {
        String when =
                finding.repairedAt().map(at -> Ago.since(asking, at, clock)).orElse("");
        return new StatePill(
                finding.repairedAt().isPresent() ? State.OK : State.FAIL,
                asking.getTranslation("reconciliation.outcome." + outcome, when));
    }

    /** A table for wide pages and for screen readers; on narrow ones each value names its place. */
    Component compare(List<Disagreement> fields) {
        var table = new Div();
        table.addClassName("three-ways");
        table.getElement().setAttribute("role", "table");
        Element head = row(table);
        head.appendChild(cell("columnheader", asking.getTranslation("reconciliation.field")));
        COLUMNS.forEach(place -> head.appendChild(cell("columnheader", name(place))));
        for (Disagreement one : fields) {
            Element row = row(table);
            row.appendChild(cell("rowheader", field(one.field())));
            COLUMNS.forEach(place -> row.appendChild(value(one, place)));
        }
        return table;
    }

    private String name(Place place) {
        return asking.getTranslation("reconciliation.place." + place);
    }

    private static Element row(Div table) {
        var row = new Element("div");
        row.setAttribute("role", "row");
        table.getElement().appendChild(row);
        return row;
    }

    private static Element cell(String role, String text) {
        var cell = new Element("div");
        cell.setAttribute("role", role);
        cell.setText(text);
        return cell;
    }

    private Element value(Disagreement one, Place place) {
        Optional<Optional<String>> said = Optional.ofNullable(one.says().get(place));
        String text = said.map(value -> value.map(some -> some.replace("\n", ", "))
                        .orElseGet(() -> asking.getTranslation("reconciliation.nothing")))
                .orElse("–");
        Element cell = cell("cell", text);
        cell.setAttribute("data-place", name(place));
        cell.getClassList().set("wrong", one.isWrong(place));
        cell.getClassList().set("nothing", said.flatMap(value -> value).isEmpty());
        return cell;
    }
}
