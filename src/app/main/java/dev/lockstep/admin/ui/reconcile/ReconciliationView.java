package dev.lockstep.admin.ui.reconcile;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import dev.lockstep.account.reconcile.ReconciliationRun;
import dev.lockstep.account.reconcile.ReconciliationRun.Mode;
import dev.lockstep.account.reconcile.ReconciliationRun.State;
import dev.lockstep.account.reconcile.UnderWayProblem;
import dev.lockstep.admin.Operations.Administrator;
import dev.lockstep.admin.Reconciliations;
import dev.lockstep.admin.ui.HeartbeatLine;
import dev.lockstep.kit.Ago;
import dev.lockstep.kit.Confirm;
import dev.lockstep.kit.EmptyState;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.Notices;
import dev.lockstep.kit.Page;
import dev.lockstep.kit.language.ProblemWords;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Who is out of step with Clerk, and putting it right: the newest run as it moves, what it found, the runs before. */
@Route("admin/reconciliation")
@Menu(title = "nav.reconciliation", order = 210, icon = "COMPARE")
@RolesAllowed("ADMIN")
final class ReconciliationView extends Page implements HasDynamicTitle, BeforeEnterObserver {

    private static final int PAST = 10;

    private final Reconciliations reconciliations;
    private final Administrator administrator;
    private final Clock clock;
    private final Button dry;
    private final Button repair;
    private final RunCard card;
    private final FindingsPanel findings;
    private final PastRuns past;
    private final Div empty = new Div();
    private Runnable again = () -> {};

    /** Changed on the page only. */
    private volatile RunAddress address = RunAddress.NEWEST;

    ReconciliationView(Reconciliations reconciliations, Clock clock) {
        super(
                UI.getCurrent().getTranslation("reconciliation.title"),
                UI.getCurrent().getTranslation("reconciliation.lead"));
        this.reconciliations = reconciliations;
        this.administrator = reconciliations.administrator();
        this.clock = clock;
        addClassNames("admin-page", "reconciliation");
        dry = new Button(getTranslation("reconciliation.dry"), Glyph.COMPARE.draw(), click -> start(Mode.DRY_RUN));
        dry.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        repair = new Button(getTranslation("reconciliation.repair"), click -> askToRepair());
        var actions = new Div(dry, repair, nightly());
        actions.addClassNames("toolbar", "reconciliation-actions");
        card = new RunCard(reconciliations, clock, this::act);
        findings = new FindingsPanel(reconciliations, clock, filter -> address = address.with(filter));
        past = new PastRuns(clock);
        add(actions, new HeartbeatLine(reconciliations.heartbeat(), clock), card, findings, empty, past);
    }

    private Paragraph nightly() {
        var line = new Paragraph(reconciliations
                .nightly()
                .map(night -> getTranslation("reconciliation.nightly." + night.mode(), night.cron()))
                .orElseGet(() -> getTranslation("reconciliation.nightly.off")));
        line.addClassName("hint");
        return line;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        address = RunAddress.of(event.getLocation().getQueryParameters());
        findings.preset(address);
        show(read());
    }

    /**
     * The runs as they are.
     *
     * @param address what was wanted of them
     * @param shown the one whose findings are shown; empty when there is none
     * @param found what {@link FindingsPanel#count} says of that one
     */
    private record Standing(RunAddress address, List<AskedRun> runs, Optional<AskedRun> shown, Optional<Long> found) {}

    private Standing read() {
        RunAddress wanted = address;
        List<AskedRun> runs = reconciliations.newest(administrator, PAST).stream()
                .map(this::asked)
                .toList();
        Optional<AskedRun> shown = wanted.run()
                .flatMap(run -> reconciliations.find(administrator, run).map(this::asked))
                .or(() -> runs.stream().findFirst());
        return new Standing(wanted, runs, shown, shown.flatMap(one -> findings.count(wanted, one.run())));
    }

    private AskedRun asked(ReconciliationRun run) {
        return new AskedRun(run, reconciliations.asker(run));
    }

    /** What was read for another address than the one shown by now is read again. */
    private void showNews(Standing now) {
        if (now.address().equals(address)) {
            show(now);
        } else {
            again.run();
        }
    }

    private void show(Standing now) {
        List<AskedRun> runs = now.runs();
        boolean running = runs.stream().map(AskedRun::run).anyMatch(ReconciliationRun::isRunning);
        dry.setEnabled(!running);
        repair.setEnabled(!running);
        empty.removeAll();
        if (runs.isEmpty()) {
            empty.add(new EmptyState(
                    Glyph.COMPARE,
                    getTranslation("reconciliation.empty"),
                    getTranslation("reconciliation.empty.detail")));
        }
        card.setVisible(now.shown().isPresent());
        findings.setVisible(now.shown().isPresent());
        now.shown().ifPresent(one -> {
            card.show(one);
            findings.show(one.run(), now.found());
        });
        past.show(runs, now.shown());
    }

    private void start(Mode mode) {
        act(by -> {
            reconciliations.start(by, mode);
            address = RunAddress.NEWEST;
            findings.preset(address);
            getUI().ifPresent(ui -> ui.getPage().getHistory().replaceState(null, "admin/reconciliation"));
        });
    }

    private void act(Consumer<Administrator> action) {
        try {
            action.accept(reconciliations.administrator());
        } catch (UnderWayProblem problem) {
            Notices.tell(ProblemWords.both(this, problem));
        }
        show(read());
    }

    private void askToRepair() {
        String numbers = reconciliations.newest(administrator, PAST).stream()
                .filter(run -> run.mode() == Mode.DRY_RUN && run.state() == State.DONE)
                .findFirst()
                .map(run -> getTranslation(
                        "reconciliation.ask.numbers",
                        Ago.since(this, run.startedAt(), clock),
                        run.counts().findings(),
                        run.counts().missing(),
                        run.counts().different(),
                        run.counts().extra()))
                .orElseGet(() -> getTranslation("reconciliation.ask.unknown"));
        Confirm.ask(
                getTranslation("reconciliation.ask.question"),
                numbers + " " + getTranslation("reconciliation.ask.detail"),
                getTranslation("reconciliation.ask.verb"),
                getTranslation("reconciliation.ask.keep"),
                () -> start(Mode.REPAIR));
    }

    @Override
    protected void onAttach(AttachEvent event) {
        again = Live.of(this).follow(reconciliations::watch, this::read, this::showNews);
    }

    @Override
    public String getPageTitle() {
        return getTranslation("reconciliation.title") + " · " + getTranslation("app.name");
    }
}
