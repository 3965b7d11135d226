package dev.lockstep.account.reconcile;

import dev.lockstep.account.reconcile.ReconciliationRun.Mode;
import dev.lockstep.account.reconcile.ReconciliationRun.State;
import dev.lockstep.audit.AuditEntry;
import dev.lockstep.audit.AuditTrail;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Brings runs into being, and back to life. The database sees to it that there is one at a time. */
@Component
class NewRuns {

    private final RunStore runs;
    private final AuditTrail trail;
    private final Supplier<UUID> ids;
    private final Clock clock;
    private final TransactionTemplate transaction;

    NewRuns(RunStore runs, AuditTrail trail, Supplier<UUID> ids, Clock clock, PlatformTransactionManager transactions) {
        this.runs = runs;
        this.trail = trail;
        this.ids = ids;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** @throws UnderWayProblem when another one runs */
    UUID add(Mode mode, String by) {
        UUID id = ids.get();
        alone(() -> {
            runs.insert(id, mode, by, clock.instant());
            trail.add(AuditEntry.general(by, "reconciliation.started", id + ": " + mode));
        });
        return id;
    }

    /**
     * Lets one that stopped go on.
     *
     * @param deletionsConfirmed whether a person has said that so many may be deleted
     * @throws UnderWayProblem when another one runs
     */
    boolean goOn(ReconciliationRun run, State from, boolean deletionsConfirmed, String by) {
        return alone(() -> {
            if (runs.goOn(run.id(), from, deletionsConfirmed, clock.instant())) {
                String action = deletionsConfirmed ? "reconciliation.confirmed" : "reconciliation.resumed";
                trail.add(AuditEntry.general(
                        by, action, run.id() + ": " + run.counts().extra() + " extra"));
            }
        });
    }

    private boolean alone(Runnable change) {
        try {
            transaction.executeWithoutResult(status -> change.run());
            return true;
        } catch (DuplicateKeyException e) {
            throw new UnderWayProblem();
        }
    }
}
