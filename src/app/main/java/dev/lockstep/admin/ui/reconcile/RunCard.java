package dev.lockstep.admin.ui.reconcile;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.progressbar.ProgressBar;
import dev.lockstep.account.reconcile.ReconciliationRun;
import dev.lockstep.account.reconcile.ReconciliationRun.Counts;
import dev.lockstep.account.reconcile.ReconciliationRun.Mode;
import dev.lockstep.account.reconcile.ReconciliationRun.Phase;
import dev.lockstep.account.reconcile.ReconciliationRun.State;
import dev.lockstep.admin.Operations.Administrator;
import dev.lockstep.admin.Reconciliations;
import dev.lockstep.kit.Ago;
import dev.lockstep.kit.Confirm;
import dev.lockstep.kit.StatePill;
import dev.lockstep.kit.language.ProblemWords;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/** One run: how it stands, how far it is, what it counted, and what can be done about it. */
final class RunCard extends Section {

    /** Where an action of an administrator goes; shows the page anew after it. */
    @FunctionalInterface
    interface Act {
        void on(Consumer<Administrator> action);
    }

    private final Reconciliations reconciliations;
    private final Clock clock;
    private final Act act;
    private final H2 title = new H2();
    private final StatePill pill = new StatePill(dev.lockstep.kit.State.WAIT, "");
    private final Div buttons = new Div();
    private final ProgressBar bar = new ProgressBar();
    private final Paragraph step = new Paragraph();
    private final Paragraph reason = new Paragraph();
    private final Div counts = new Div();

    RunCard(Reconciliations reconciliations, Clock clock, Act act) {
        this.reconciliations = reconciliations;
        this.clock = clock;
        this.act = act;
        addClassNames("card", "run-card");
        bar.getElement().setAttribute("aria-label", getTranslation("reconciliation.progress"));
        buttons.addClassName("run-buttons");
        step.addClassName("hint");
        reason.addClassName("run-reason");
        counts.addClassName("run-counts");
        add(new Header(title, pill, buttons), bar, step, reason, counts);
    }

    void show(AskedRun asked) {
        ReconciliationRun run = asked.run();
        title.setText(getTranslation(
                "reconciliation.by",
                getTranslation("reconciliation.mode." + run.mode()),
                asked.asker().orElseGet(() -> getTranslation("reconciliation.by.system")),
                Ago.since(this, run.startedAt(), clock)));
        pill.show(state(run.state()), getTranslation("reconciliation.state." + run.state()));
        bar.setVisible(run.state() != State.DONE);
        bar.setValue(run.progress());
        step.setText(run.state() == State.DONE ? over(run) : step(run));
        reason.setText(run.reason().map(why -> ProblemWords.said(this, why)).orElse(""));
        reason.setVisible(run.reason().isPresent());
        showButtons(run);
        showCounts(run.counts());
    }

    static dev.lockstep.kit.State state(State state) {
        return switch (state) {
            case DONE -> dev.lockstep.kit.State.OK;
            case RUNNING, CANCELLED -> dev.lockstep.kit.State.WAIT;
            case PAUSED, FAILED -> dev.lockstep.kit.State.FAIL;
        };
    }

    private String step(ReconciliationRun run) {
        if (run.total() == 0) {
            return getTranslation("reconciliation.phase.begins");
        }
        Counts counts = run.counts();
        String key = "reconciliation.phase." + run.phase();
        int steps = run.mode() == Mode.REPAIR ? 4 : 3;
        return switch (run.phase()) {
            case CLERK -> getTranslation(key, counts.inClerk(), run.total(), steps);
            case CONVEX -> getTranslation(key, counts.inConvex(), run.total(), steps);
            case HERE -> getTranslation(key, counts.here(), run.total(), steps);
            case REPAIR -> getTranslation(key, counts.repaired(), counts.findings() - counts.buried());
        };
    }

    private String over(ReconciliationRun run) {
        Duration took = Duration.between(run.startedAt(), run.endedAt().orElse(run.progressedAt()));
        return getTranslation(
                "reconciliation.over",
                run.counts().inClerk(),
                took(this, took),
                run.calls().clerk(),
                run.calls().convex());
    }

    static String took(Component asking, Duration time) {
        if (time.toMillis() < 1000) {
            return asking.getTranslation("time.took.millis", time.toMillis());
        }
        return time.toMinutes() < 1
                ? asking.getTranslation("time.took.seconds", time.toSeconds())
                : asking.getTranslation("time.took.minutes", time.toMinutes(), time.toSecondsPart());
    }

    private void showButtons(ReconciliationRun run) {
        buttons.removeAll();
        if (run.state() == State.PAUSED && run.phase() == Phase.REPAIR) {
            var delete = new Button(
                    getTranslation("reconciliation.confirm", run.counts().extra()), click -> askToDelete(run));
            delete.addThemeVariants(ButtonVariant.LUMO_ERROR);
            buttons.add(delete);
        }
        if (run.canResume()) {
            buttons.add(new Button(
                    getTranslation("reconciliation.resume"),
                    click -> act.on(by -> reconciliations.resume(by, run.id()))));
        }
        if (run.isRunning() || run.state() == State.PAUSED) {
            buttons.add(new Button(
                    getTranslation("reconciliation.cancel"),
                    click -> act.on(by -> reconciliations.cancel(by, run.id()))));
        }
    }

    private void askToDelete(ReconciliationRun run) {
        Confirm.ask(
                getTranslation("reconciliation.confirm.question", run.counts().extra()),
                getTranslation("reconciliation.confirm.detail"),
                getTranslation("reconciliation.confirm", run.counts().extra()).replace("…", ""),
                getTranslation("reconciliation.confirm.keep"),
                () -> act.on(by -> reconciliations.confirmDeletions(by, run.id())));
    }

    private void showCounts(Counts all) {
        counts.removeAll();
        counts.add(
                count("reconciliation.kind.MISSING", all.missing()),
                count("reconciliation.kind.DIFFERENT", all.different()),
                count("reconciliation.kind.EXTRA", all.extra()));
        if (all.buried() > 0) {
            counts.add(count("reconciliation.kind.BURIED", all.buried()));
        }
        counts.add(count("reconciliation.repaired", all.repaired()));
    }

    private Div count(String label, long number) {
        var figure = new Span("%,d".formatted(number));
        figure.addClassName("figure");
        return new Div(figure, new Span(getTranslation(label)));
    }
}
