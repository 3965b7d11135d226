package dev.lockstep.admin.ui.reconcile;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import dev.lockstep.account.reconcile.ReconciliationRun;
import dev.lockstep.kit.Ago;
import dev.lockstep.kit.StatePill;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The newest runs, each a link to what it found. */
final class PastRuns extends Section {

    private final Clock clock;
    private final UnorderedList list = new UnorderedList();

    PastRuns(Clock clock) {
        this.clock = clock;
        addClassName("past-runs");
        add(new H2(getTranslation("reconciliation.runs")), list);
    }

    void show(List<AskedRun> runs, Optional<AskedRun> shown) {
        setVisible(runs.size() > 1);
        list.removeAll();
        runs.forEach(run -> list.add(item(run, shown.filter(run::equals).isPresent())));
    }

    private ListItem item(AskedRun asked, boolean current) {
        ReconciliationRun run = asked.run();
        String asker = asked.asker().orElseGet(() -> getTranslation("reconciliation.by.system"));
        var title = new Span(getTranslation(
                "reconciliation.by",
                getTranslation("reconciliation.mode." + run.mode()),
                asker,
                Ago.since(this, run.startedAt(), clock)));
        title.addClassName("past-run-title");
        var numbers = new Span(getTranslation(
                "reconciliation.runs.line",
                run.counts().inClerk(),
                run.counts().findings(),
                run.counts().repaired()));
        numbers.addClassName("hint");
        var link = new Anchor("admin/reconciliation?run=" + run.id(), title, numbers);
        if (current) {
            link.getElement().setAttribute("aria-current", "true");
        }
        return new ListItem(
                link, new StatePill(RunCard.state(run.state()), getTranslation("reconciliation.state." + run.state())));
    }
}
