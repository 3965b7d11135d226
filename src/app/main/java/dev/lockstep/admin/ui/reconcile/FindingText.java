package dev.lockstep.admin.ui.reconcile;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.account.drift.ComparedField;
import dev.lockstep.account.drift.Disagreement;
import dev.lockstep.account.reconcile.finding.Finding;
import dev.lockstep.admin.ui.ThreeWays;
import dev.lockstep.kit.Ago;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;

/** A finding in words, and its values beside each other: field, Clerk, Convex, here. */
final class FindingText {

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

    Component compare(List<Disagreement> fields) {
        var table = new ThreeWays();
        fields.forEach(table::add);
        return table;
    }
}
