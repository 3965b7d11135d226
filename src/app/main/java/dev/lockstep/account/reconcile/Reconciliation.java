package dev.lockstep.account.reconcile;

import dev.lockstep.account.reconcile.ReconciliationRun.Mode;
import dev.lockstep.account.reconcile.ReconciliationRun.State;
import dev.lockstep.account.reconcile.finding.Finding;
import dev.lockstep.account.reconcile.finding.FindingFilter;
import dev.lockstep.account.reconcile.finding.FindingStore;
import dev.lockstep.audit.AuditEntry;
import dev.lockstep.audit.AuditTrail;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The door: start a run, watch it, stop it, read what it found, put single people right. */
@Service
public class Reconciliation {

    private final RunStore runs;
    private final FindingStore findings;
    private final NewRuns newRuns;
    private final ScheduledRuns scheduled;
    private final RunWatch watch;
    private final Repairs repairs;
    private final Services services;
    private final AuditTrail trail;
    private final ReconciliationProperties properties;
    private final Clock clock;

    Reconciliation(
            RunStore runs,
            FindingStore findings,
            NewRuns newRuns,
            ScheduledRuns scheduled,
            RunWatch watch,
            Repairs repairs,
            Services services,
            AuditTrail trail,
            ReconciliationProperties properties,
            Clock clock) {
        this.runs = runs;
        this.findings = findings;
        this.newRuns = newRuns;
        this.scheduled = scheduled;
        this.watch = watch;
        this.repairs = repairs;
        this.services = services;
        this.trail = trail;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * When people are compared without anybody asking.
     *
     * @param cron in UTC, with seconds
     */
    public record Nightly(String cron, Mode mode) {}

    /** Empty when it is off. */
    public Optional<Nightly> nightly() {
        return properties.isScheduled()
                ? Optional.of(new Nightly(properties.schedule(), properties.mode()))
                : Optional.empty();
    }

    /**
     * Begins a run in the background.
     *
     * @param by whom the trail names
     * @throws UnderWayProblem when another one runs
     */
    public UUID start(Mode mode, String by) {
        UUID id = newRuns.add(mode, by);
        begin(id);
        return id;
    }

    /** Ends a run after the page it is at; what was put right stays so. */
    @Transactional
    public void cancel(UUID run, String by) {
        if (runs.end(run, State.CANCELLED, "", clock.instant())) {
            trail.add(AuditEntry.general(by, "reconciliation.cancelled", run.toString()));
        }
    }

    /**
     * Lets a run that failed or was cancelled go on where it stopped.
     *
     * @throws UnderWayProblem when another one runs
     */
    public void resume(UUID run, String by) {
        runs.find(run).filter(ReconciliationRun::canResume).ifPresent(stopped -> {
            newRuns.goOn(stopped, stopped.state(), false, by);
            begin(run);
        });
    }

    /**
     * Says that as many people may be deleted as a paused run found, and lets it go on.
     *
     * @throws UnderWayProblem when another one runs
     */
    public void confirmDeletions(UUID run, String by) {
        runs.find(run).filter(paused -> paused.state() == State.PAUSED).ifPresent(paused -> {
            newRuns.goOn(paused, State.PAUSED, true, by);
            begin(run);
        });
    }

    private void begin(UUID run) {
        scheduled.begin(run);
        scheduled.nudge();
    }

    @Transactional(readOnly = true)
    public Optional<ReconciliationRun> find(UUID run) {
        return runs.find(run);
    }

    /** The newest first. */
    @Transactional(readOnly = true)
    public List<ReconciliationRun> newest(int page, int size) {
        return runs.newest(page, size);
    }

    @Transactional(readOnly = true)
    public long count() {
        return runs.count();
    }

    /** In the order in which they were found. */
    @Transactional(readOnly = true)
    public List<Finding> findings(FindingFilter filter, int page, int size) {
        return findings.page(filter, page, size);
    }

    @Transactional(readOnly = true)
    public long countFindings(FindingFilter filter) {
        return findings.count(filter);
    }

    /**
     * Puts one person right, now; asks Clerk and perhaps Convex, so call it off the page.
     *
     * @return how it stands afterwards; empty when there is no such finding
     * @throws dev.lockstep.core.Problem when Clerk or Convex do not answer
     */
    public Optional<Finding> repair(long finding, String by) {
        findings.find(finding)
                .filter(Finding::isOpen)
                .ifPresent(open -> repairs.repair(List.of(open), by, services.sides()));
        return findings.find(finding);
    }

    /**
     * Calls back about once a second while the newest run moves, whichever node runs it; must return fast.
     *
     * @return ends the watching
     */
    public Runnable watch(Runnable watcher) {
        return watch.add(watcher);
    }
}
