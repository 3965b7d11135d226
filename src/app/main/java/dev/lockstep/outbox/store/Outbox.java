package dev.lockstep.outbox.store;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.change.PendingCount;
import dev.lockstep.outbox.engine.ChangeState;
import dev.lockstep.outbox.engine.Entry;
import dev.lockstep.outbox.engine.Event;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
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

    private static final Set<ChangeState> UNSETTLED = EnumSet.of(ChangeState.WAITING, ChangeState.PARKED);

    /** The clocks of nodes differ by less. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private final OutboxStore store;
    private final Moves moves;
    private final Clock clock;

    Outbox(OutboxStore store, Moves moves, Clock clock) {
        this.store = store;
        this.moves = moves;
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
        store.add(changes, now, now.plus(headStart));
    }

    /** The parked changes of a record, oldest first: a newer change may take their content over. */
    @Transactional(readOnly = true)
    public List<Change> parked(Owner owner, String destination, String record) {
        return store.changes(owner, record, EnumSet.of(ChangeState.PARKED)).stream()
                .filter(change -> change.destination().equals(destination))
                .toList();
    }

    /** The youngest of a record on its way to a destination, if it was never sent. */
    @Transactional(readOnly = true)
    public Optional<Change> unsent(Owner owner, String destination, String record) {
        return store.changes(owner, record, UNSETTLED).stream()
                .filter(change -> change.destination().equals(destination))
                .reduce((older, younger) -> younger)
                .filter(change -> store.find(change.id())
                        .filter(entry -> entry.state() == ChangeState.WAITING)
                        .filter(entry -> entry.times().firstSent().isEmpty())
                        .isPresent());
    }

    /** The ids of a table's records of which something has not arrived at a destination. */
    @Transactional(readOnly = true)
    public Set<String> unsettledRecords(Owner owner, String destination, String table) {
        return store.unsettledRecords(owner, destination, table);
    }

    /** What of these records of this owner's has not arrived everywhere, oldest first. */
    @Transactional(readOnly = true)
    public List<Entry> unsettled(Owner owner, String table, Collection<String> records) {
        return store.entries(owner, table, records, UNSETTLED);
    }

    /**
     * Takes a parked change out of the way because a newer one, recorded in the same transaction, carries its content. One
     * that somebody sends again meanwhile stays, before the newer one.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void supersede(ChangeId id) {
        store.find(id).ifPresent(entry -> moves.move(entry, new Event.Superseded()));
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
        return store.find(id)
                .filter(entry -> entry.state() == ChangeState.WAITING)
                .map(this::hold)
                .orElse(Hold.LASTING);
    }

    private Hold hold(Entry entry) {
        List<Entry> older = store.blocking(entry);
        if (older.stream().anyMatch(other -> other.error().isPresent())) {
            return Hold.LASTING;
        }
        return older.isEmpty() && !entry.leased(clock.instant()) ? Hold.NONE : Hold.MOMENTARY;
    }

    /** Makes everything of this person's that waits due now: a sign-in may be what it waited for. */
    @Transactional
    public void wake(Owner owner) {
        store.dueNow(owner, clock.instant());
    }

    /**
     * Lets what was put off, or taken, by a clock that has been set back since go on at once instead of after as long as it
     * was set back.
     */
    @Scheduled(fixedDelay = 10_000)
    @Transactional
    public void bringBack() {
        Instant now = clock.instant();
        int back = store.bringBack(now, now.plus(SKEW), now.plus(Claims.LEASE));
        if (back > 0) {
            LOG.warn("The clock was set back: {} changes that wait for a time ahead go on now", back);
        }
    }

    @Transactional(readOnly = true)
    public List<Entry> group(ChangeId group) {
        return store.group(group);
    }

    @Transactional(readOnly = true)
    public Optional<Entry> find(ChangeId id) {
        return store.find(id);
    }

    /** The change with all that it carries. */
    @Transactional(readOnly = true)
    public Optional<Change> change(ChangeId id) {
        return store.change(id);
    }

    /** What of this person's somebody decided not to send, oldest first. */
    @Transactional(readOnly = true)
    public List<Entry> discarded(Owner owner) {
        return store.entries(owner, EnumSet.of(ChangeState.DISCARDED));
    }

    /** The destinations at which something newer of the same record has arrived. */
    @Transactional(readOnly = true)
    public Set<String> arrivedSince(Entry entry) {
        return store.arrivedSince(entry);
    }

    /** What of this owner's record has not arrived everywhere, with what it carries, oldest first. */
    @Transactional(readOnly = true)
    public List<Change> unsettled(Owner owner, String record) {
        return store.changes(owner, record, UNSETTLED);
    }

    /** The same of several records of one table. */
    @Transactional(readOnly = true)
    public List<Change> unsettledChanges(Owner owner, String table, Collection<String> records) {
        return store.changes(owner, table, records, UNSETTLED);
    }

    /** What of this owner's has not arrived everywhere, oldest first. */
    @Transactional(readOnly = true)
    public List<Entry> unsettled(Owner owner) {
        return store.entries(owner, UNSETTLED);
    }

    /** The oldest of them, at most so many, leaving out what goes to some destinations. */
    @Transactional(readOnly = true)
    public List<Entry> oldestUnsettled(Owner owner, Set<String> except, int most) {
        return store.entries(owner, UNSETTLED, except, most);
    }

    /**
     * @param recordPrefix the beginning of the records' keys; empty for all
     * @param except destinations that do not count
     */
    @Transactional(readOnly = true)
    public PendingCount count(Owner owner, String recordPrefix, Set<String> except) {
        return store.count(owner, recordPrefix, except);
    }

    /** The destinations that have not taken everything of this owner's. */
    @Transactional(readOnly = true)
    public Set<String> pendingDestinations(Owner owner) {
        return store.pendingDestinations(owner);
    }
}
