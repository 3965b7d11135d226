package dev.lockstep.admin;

import dev.lockstep.account.Accounts;
import dev.lockstep.account.person.Account;
import dev.lockstep.account.reconcile.Reconciliation;
import dev.lockstep.account.reconcile.ReconciliationRun;
import dev.lockstep.account.reconcile.finding.Finding;
import dev.lockstep.account.reconcile.finding.FindingFilter;
import dev.lockstep.account.webhook.Webhooks;
import dev.lockstep.admin.Operations.Administrator;
import dev.lockstep.audit.AuditEntry;
import dev.lockstep.core.PersonId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** The administrators' door to reconciliation: whoever calls it proves to be one. */
@Service
public class Reconciliations {

    private final Reconciliation reconciliation;
    private final Webhooks webhooks;
    private final Accounts accounts;
    private final Operations operations;

    Reconciliations(Reconciliation reconciliation, Webhooks webhooks, Accounts accounts, Operations operations) {
        this.reconciliation = reconciliation;
        this.webhooks = webhooks;
        this.accounts = accounts;
        this.operations = operations;
    }

    /**
     * Whether Clerk's webhooks come.
     *
     * @param open whether there is a secret to believe any by
     */
    public record Heartbeat(boolean open, Optional<Instant> last) {}

    /** See {@link Operations#administrator()}. */
    public Administrator administrator() {
        return operations.administrator();
    }

    public Heartbeat heartbeat() {
        operations.administrator();
        return new Heartbeat(webhooks.isOpen(), webhooks.lastReceived());
    }

    /** Empty when it is off. */
    public Optional<Reconciliation.Nightly> nightly() {
        return reconciliation.nightly();
    }

    /** The newest first. */
    public List<ReconciliationRun> newest(Administrator by, int size) {
        return reconciliation.newest(0, size);
    }

    public Optional<ReconciliationRun> find(Administrator by, UUID run) {
        return reconciliation.find(run);
    }

    public List<Finding> findings(FindingFilter filter, int page, int size) {
        operations.administrator();
        return reconciliation.findings(filter, page, size);
    }

    public long countFindings(FindingFilter filter) {
        return countFindings(operations.administrator(), filter);
    }

    /** The same, on any thread. */
    public long countFindings(Administrator by, FindingFilter filter) {
        operations.check(by);
        return reconciliation.countFindings(filter);
    }

    /** Who asked for a run; empty when nobody did. */
    public Optional<String> asker(ReconciliationRun run) {
        return run.askedBy().equals(AuditEntry.SYSTEM)
                ? Optional.empty()
                : Optional.of(accounts.find(new PersonId(run.askedBy()))
                        .map(Account::displayName)
                        .orElse(run.askedBy()));
    }

    /** See {@link Reconciliation#start}. */
    public UUID start(Administrator by, ReconciliationRun.Mode mode) {
        return reconciliation.start(mode, by.id());
    }

    /** See {@link Reconciliation#cancel}. */
    public void cancel(Administrator by, UUID run) {
        reconciliation.cancel(run, by.id());
    }

    /** See {@link Reconciliation#resume}. */
    public void resume(Administrator by, UUID run) {
        reconciliation.resume(run, by.id());
    }

    /** See {@link Reconciliation#confirmDeletions}. */
    public void confirmDeletions(Administrator by, UUID run) {
        reconciliation.confirmDeletions(run, by.id());
    }

    /** See {@link Reconciliation#repair}. */
    public Optional<Finding> repair(Administrator by, long finding) {
        return reconciliation.repair(finding, by.id());
    }

    /** See {@link Reconciliation#watch}. */
    public Runnable watch(Runnable watcher) {
        return reconciliation.watch(watcher);
    }
}
