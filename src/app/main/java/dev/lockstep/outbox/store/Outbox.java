package dev.lockstep.outbox.store;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.change.PendingCount;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The changes that wait and what became of them. Each method is one transaction, except {@link #record}, which joins
 * the caller's: the row that changed and the change that tells of it are stored together or not at all.
 * Taking them out for sending is {@link Claims}' part.
 */
@Component
public class Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** The clocks of nodes differ by less. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private final OutboxEntries entries;
    private final Clock clock;

    Outbox(OutboxEntries entries, Clock clock) {
        this.entries = entries;
        this.clock = clock;
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
    public List<OutboxEntry> parked(Owner owner, String destination, String recordKey) {
        return entries.ofRecord(owner.value(), recordKey, destination, ChangeState.PARKED);
    }

    /** Takes a parked change out of the way because a newer one, recorded in the same transaction, carries its content. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void supersede(ChangeId id) {
        entries.findById(id.value()).ifPresent(entry -> entry.settle(ChangeState.SUPERSEDED, clock.instant()));
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

    /** Makes everything of this person's that waits due now: a sign-in may be what it waited for. */
    @Transactional
    public void wake(Owner owner) {
        entries.dueNow(owner.value(), clock.instant());
    }

    /**
     * Lets what was put off, or taken, by a clock that has been set back since go on at once instead of after as long as it
     * was set back.
     */
    @Scheduled(fixedDelay = 10_000)
    @Transactional
    public void bringBack() {
        Instant now = clock.instant();
        int back = entries.bringBack(now, now.plus(SKEW), now.plus(Claims.LEASE));
        if (back > 0) {
            LOG.warn("The clock was set back: {} changes that wait for a time ahead go on now", back);
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

    /** What of this person's somebody decided not to send, oldest first. */
    @Transactional(readOnly = true)
    public List<OutboxEntry> discarded(Owner owner) {
        return entries.ofOwner(owner.value(), List.of(ChangeState.DISCARDED));
    }

    /** The destinations at which something newer of the same record has arrived. */
    @Transactional(readOnly = true)
    public Set<String> arrivedSince(OutboxEntry entry) {
        return entries.newerDone(entry.owner().value(), entry.recordKey(), entry.seq());
    }

    /** What of this owner's record has not arrived everywhere, with what it carries, oldest first. */
    @Transactional(readOnly = true)
    public List<OutboxEntry> unsettled(Owner owner, String record) {
        return entries.ofOwner(owner.value(), record, List.of(ChangeState.WAITING, ChangeState.PARKED));
    }

    /** What of this owner's has not arrived everywhere, oldest first. */
    @Transactional(readOnly = true)
    public List<PendingChange> pending(Owner owner) {
        return entries.pending(owner.value());
    }

    /**
     * @param recordPrefix the beginning of the records' keys; empty for all
     * @param except destinations that do not count
     */
    @Transactional(readOnly = true)
    public PendingCount count(Owner owner, String recordPrefix, Set<String> except) {
        // A list that is empty is no list in SQL.
        Set<String> others = except.isEmpty() ? Set.of("") : except;
        return entries.count(owner.value(), recordPrefix.replaceAll("[!%_]", "!$0"), others);
    }

    /** The destinations that have not taken everything of this owner's. */
    @Transactional(readOnly = true)
    public Set<String> pendingDestinations(Owner owner) {
        return entries.pendingDestinations(owner.value());
    }
}
