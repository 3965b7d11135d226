package dev.lockstep.account.reconcile;

import dev.lockstep.account.drift.Drift;
import dev.lockstep.account.reconcile.ReconciliationRun.Calls;
import dev.lockstep.account.reconcile.ReconciliationRun.Counts;
import dev.lockstep.account.reconcile.ReconciliationRun.Mode;
import dev.lockstep.account.reconcile.ReconciliationRun.Phase;
import dev.lockstep.account.reconcile.ReconciliationRun.State;
import dev.lockstep.account.reconcile.RunStore.Position;
import dev.lockstep.account.reconcile.finding.Finding;
import dev.lockstep.account.reconcile.finding.FindingStore;
import dev.lockstep.account.reconcile.side.Calling;
import dev.lockstep.account.reconcile.side.Sides;
import dev.lockstep.audit.AuditEntry;
import dev.lockstep.audit.AuditTrail;
import dev.lockstep.core.Problem;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes a run from where it stands to its end, a page at a time. What a page brought and where it ended are stored
 * together, so a run that dies goes on at its last page, on whatever node. One thread per run.
 */
@Component
class RunWork {

    private static final Logger LOG = LoggerFactory.getLogger(RunWork.class);
    private static final int REPAIRED_AT_ONCE = 100;
    private static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0);

    private final RunStore runs;
    private final FindingStore findings;
    private final SeenPeople seen;
    private final Scan scan;
    private final Repairs repairs;
    private final Services services;
    private final AuditTrail trail;
    private final Clock clock;
    private final TransactionTemplate transaction;

    RunWork(
            RunStore runs,
            FindingStore findings,
            SeenPeople seen,
            Scan scan,
            Repairs repairs,
            Services services,
            AuditTrail trail,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.runs = runs;
        this.findings = findings;
        this.seen = seen;
        this.scan = scan;
        this.repairs = repairs;
        this.services = services;
        this.trail = trail;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** False when the application ends first: then the run waits for the next start. */
    boolean work(UUID id) {
        try {
            while (runs.find(id).filter(ReconciliationRun::isRunning).isPresent()) {
                step(runs.find(id).orElseThrow(), runs.position(id));
            }
            return true;
        } catch (Calling.Closing e) {
            LOG.info("Reconciliation waits for the next start run={}", id);
            return false;
        } catch (Problem problem) {
            end(id, State.FAILED, problem.sentence() + " " + problem.nextStep());
            return true;
        } catch (RuntimeException e) {
            LOG.error("Reconciliation met a fault run={}", id, e);
            end(id, State.FAILED, "Lockstep made a mistake; the log has the details.");
            return true;
        }
    }

    private void step(ReconciliationRun run, Position at) {
        Sides sides = services.sides();
        if (run.total() == 0 && at.equals(Position.startOf(Phase.CLERK))) {
            runs.expect(run.id(), sides.clerk().count());
        }
        if (at.phase() == Phase.REPAIR) {
            repair(run, at, sides);
        } else {
            look(run, at, sides);
        }
    }

    private void look(ReconciliationRun run, Position at, Sides sides) {
        Scan.Page page = scan.next(run.id(), at, sides);
        transaction.executeWithoutResult(status -> {
            int fresh = seen.add(run.id(), page.examined());
            List<Drift> found = page.found().stream()
                    .filter(one -> findings.add(run.id(), one.drift(), one.name()))
                    .map(Scan.Found::drift)
                    .toList();
            Counts done = counts(at.phase(), at.phase() == Phase.CLERK ? fresh : page.looked(), found);
            if (!runs.advance(run.id(), page.next(), done, calls(sides), clock.instant())) {
                status.setRollbackOnly();
            }
        });
    }

    private static Calls calls(Sides sides) {
        return new Calls(
                sides.clerk().calling().made(), sides.convex().calling().made());
    }

    private static Counts counts(Phase phase, int looked, List<Drift> found) {
        return new Counts(
                phase == Phase.CLERK ? looked : 0,
                phase == Phase.CONVEX ? looked : 0,
                phase == Phase.HERE ? looked : 0,
                found.stream().filter(Drift.Missing.class::isInstance).count(),
                found.stream().filter(Drift.Extra.class::isInstance).count(),
                found.stream().filter(Drift.Different.class::isInstance).count(),
                found.stream().filter(Drift.Buried.class::isInstance).count(),
                0);
    }

    private void repair(ReconciliationRun run, Position at, Sides sides) {
        if (run.mode() == Mode.DRY_RUN) {
            end(run.id(), State.DONE, "");
            return;
        }
        if (!run.deletionsConfirmed() && DeletionGuard.stops(run.counts())) {
            end(run.id(), State.PAUSED, DeletionGuard.sentence(run.counts()));
            return;
        }
        long after = at.after().isEmpty() ? 0 : Long.parseLong(at.after());
        List<Finding> some = findings.open(run.id(), after, REPAIRED_AT_ONCE);
        if (some.isEmpty()) {
            end(run.id(), State.DONE, "");
            return;
        }
        repairs.repair(some, run.askedBy(), sides);
        var next = new Position(Phase.REPAIR, 0, String.valueOf(some.getLast().id()));
        runs.advance(run.id(), next, NONE, calls(sides), clock.instant());
    }

    private void end(UUID id, State state, String reason) {
        transaction.executeWithoutResult(status -> {
            if (!runs.end(id, state, reason, clock.instant())) {
                return;
            }
            if (state == State.DONE) {
                seen.forget(id);
            }
            Counts counts = runs.find(id).orElseThrow().counts();
            LOG.info(
                    "Reconciliation {} run={} findings={} repaired={} {}",
                    state,
                    id,
                    counts.findings(),
                    counts.repaired(),
                    reason);
            trail.add(AuditEntry.general(
                    AuditEntry.SYSTEM,
                    "reconciliation." + state.name().toLowerCase(Locale.ROOT),
                    id + ": " + counts.findings() + " out of step, " + counts.repaired() + " put right. " + reason));
        });
    }
}
