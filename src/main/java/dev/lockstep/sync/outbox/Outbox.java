package dev.lockstep.sync.outbox;

import dev.lockstep.core.Problem;
import dev.lockstep.sync.table.Change;
import dev.lockstep.sync.table.ChangeId;
import dev.lockstep.sync.table.OwnerId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.PageRequest;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The changes that wait and what became of them. Each method is one transaction, except {@link #record}, which joins
 * the caller's: the row that changed and the change that tells of it are stored together or not at all.
 *
 * <p>A claim is a lease under an optimistic lock, so several workers and several nodes may share one outbox; a worker
 * that lost its lease cannot settle what another one took over.
 */
@Component
public class Outbox {

    /** Longer than any delivery may take, so that a lease only runs out when its holder is gone. */
    static final Duration LEASE = Duration.ofSeconds(30);

    private static final int SETTLE_ATTEMPTS = 5;

    private final OutboxEntries entries;
    private final OutboxPolicy policy;
    private final Clock clock;
    private final RandomGenerator random;
    private final TransactionTemplate transaction;

    Outbox(
            OutboxEntries entries,
            OutboxPolicy policy,
            Clock clock,
            RandomGenerator random,
            PlatformTransactionManager transactions) {
        this.entries = entries;
        this.policy = policy;
        this.clock = clock;
        this.random = random;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Stores changes in the caller's transaction.
     *
     * @param headStart how long the background leaves them alone, because whoever recorded them delivers them now
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(List<Change> changes, Duration headStart) {
        Instant now = clock.instant();
        entries.saveAll(changes.stream()
                .map(change -> new OutboxEntry(change, now, now.plus(headStart)))
                .toList());
    }

    /** The parked changes of a record, oldest first: a newer change may take their content over. */
    @Transactional(readOnly = true)
    public List<OutboxEntry> parked(OwnerId owner, String destination, String recordKey) {
        return entries.ofRecord(owner.value(), recordKey, destination, ChangeState.PARKED);
    }

    /** Takes a parked change out of the way because a newer one, recorded in the same transaction, carries its content. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void supersede(ChangeId id) {
        entries.findById(id.value()).ifPresent(entry -> entry.settle(ChangeState.SUPERSEDED, clock.instant()));
    }

    /** The ids that could be sent now, oldest first. */
    @Transactional(readOnly = true)
    public List<ChangeId> due(int limit) {
        return entries.due(clock.instant(), Limit.of(limit)).stream()
                .map(ChangeId::new)
                .toList();
    }

    /**
     * Takes a change for sending, for {@link #LEASE}.
     *
     * @return empty when it is settled, leased by somebody else, or behind an older change of its record
     */
    public Optional<Change> claim(ChangeId id) {
        try {
            return transaction.execute(status -> claimInTransaction(id));
        } catch (OptimisticLockingFailureException e) {
            // Somebody else was quicker, which is as good.
            return Optional.empty();
        }
    }

    private Optional<Change> claimInTransaction(ChangeId id) {
        Instant now = clock.instant();
        return entries.findById(id.value())
                .filter(entry -> entry.state() == ChangeState.WAITING && !entry.leased(now))
                .filter(entry -> !behind(entry))
                .map(entry -> {
                    entry.claim(now, now.plus(LEASE));
                    return entry.change();
                });
    }

    private boolean behind(OutboxEntry entry) {
        return !entries.before(entry.owner().value(), entry.destination(), entry.recordKey(), entry.seq())
                .isEmpty();
    }

    /** What keeps a change from being sent at this moment. */
    public enum Hold {
        /** Nothing: it could be claimed. */
        NONE,
        /** Somebody is sending it, or an older change of its record that has had no trouble: a matter of moments. */
        MOMENTARY,
        /** An older change of its record is in trouble, or it is settled. */
        LASTING
    }

    @Transactional(readOnly = true)
    public Hold hold(ChangeId id) {
        return entries.findById(id.value())
                .filter(entry -> entry.state() == ChangeState.WAITING)
                .map(this::hold)
                .orElse(Hold.LASTING);
    }

    private Hold hold(OutboxEntry entry) {
        List<OutboxEntry> older =
                entries.before(entry.owner().value(), entry.destination(), entry.recordKey(), entry.seq());
        if (older.stream().anyMatch(other -> other.lastError().isPresent())) {
            return Hold.LASTING;
        }
        return older.isEmpty() && !entry.leased(clock.instant()) ? Hold.NONE : Hold.MOMENTARY;
    }

    /**
     * Marks a change as delivered and runs what follows from the answer in the same transaction.
     *
     * @param follow stores what the answer means; when it throws, the change stays and is sent again under its id
     */
    public void delivered(ChangeId id, String result, Runnable follow) {
        for (int attempt = 1; ; attempt++) {
            try {
                transaction.executeWithoutResult(status -> markDelivered(id, result, follow));
                return;
            } catch (OptimisticLockingFailureException e) {
                // A row that the answer touches was written by somebody else meanwhile; read it again.
                if (attempt == SETTLE_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private void markDelivered(ChangeId id, String result, Runnable follow) {
        entries.findById(id.value())
                .filter(entry -> entry.state() == ChangeState.WAITING)
                .ifPresent(entry -> {
                    entry.answered(result);
                    entry.settle(ChangeState.DONE, clock.instant());
                    follow.run();
                });
    }

    /** Stores why a change was not taken and when to go on. */
    @Transactional
    public void failed(ChangeId id, Problem problem) {
        entries.findById(id.value())
                .filter(entry -> entry.state() == ChangeState.WAITING)
                .ifPresent(entry -> {
                    Instant now = clock.instant();
                    var verdict = policy.afterProblem(entry.attempts(), entry.refusals(), problem, now, random);
                    entry.failed(verdict, problem.code().text(), problem.sentence(), now);
                });
    }

    /** Settles a change that was refused while the person was there to see why: it is not sent again. */
    @Transactional
    public void rejected(ChangeId id, Problem problem) {
        entries.findById(id.value())
                .filter(entry -> entry.state() == ChangeState.WAITING)
                .ifPresent(entry -> {
                    Instant now = clock.instant();
                    var verdict = new OutboxPolicy.Verdict(ChangeState.REJECTED, entry.refusals() + 1, now);
                    entry.failed(verdict, problem.code().text(), problem.sentence(), now);
                });
    }

    /** Makes a waiting or parked change due now. */
    @Transactional
    public boolean retry(ChangeId id) {
        Optional<OutboxEntry> entry =
                entries.findById(id.value()).filter(found -> found.state().blocks());
        entry.ifPresent(found -> found.again(clock.instant()));
        return entry.isPresent();
    }

    /** Makes everything of this person's that waits due now: a sign-in may be what it waited for. */
    @Transactional
    public void wake(OwnerId owner) {
        for (UUID id : entries.waitingOf(owner.value())) {
            entries.findById(id).ifPresent(entry -> entry.dueNow(clock.instant()));
        }
    }

    @Transactional(readOnly = true)
    public List<OutboxEntry> group(ChangeId group) {
        return entries.findByGroupIdOrderBySeq(group.value());
    }

    @Transactional(readOnly = true)
    public Optional<OutboxEntry> find(ChangeId id) {
        return entries.findById(id.value());
    }

    /** What of this person's has not arrived everywhere, oldest first. */
    @Transactional(readOnly = true)
    public List<OutboxEntry> unsettled(OwnerId owner) {
        return entries.ofOwner(owner.value(), List.of(ChangeState.WAITING, ChangeState.PARKED));
    }

    /** What an administrator should see, newest first. */
    @Transactional(readOnly = true)
    public List<OutboxEntry> troubled(int page, int size) {
        return entries.troubled(PageRequest.of(page, size)).getContent();
    }

    @Transactional(readOnly = true)
    public long countTroubled() {
        return entries.countTroubled();
    }
}
