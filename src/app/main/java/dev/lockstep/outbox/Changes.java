package dev.lockstep.outbox;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.store.Outbox;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Where features hand changes over, in the transaction that changes their own rows.
 *
 * <p>Guarantees: a change whose transaction committed is delivered at least once, in order per owner, record and
 * destination, also after a crash; it leaves the outbox only when its destination took it, refused it, or a person
 * decided.
 */
@Service
public class Changes {

    /** The destination that is built in. Its payload is {@code {"function": …, "args": {…}}}. */
    public static final String CONVEX = "CONVEX";

    /** The same deployment, called as its owner: for what nobody in particular does. The payload is the same. */
    public static final String CONVEX_SYSTEM = "CONVEX_SYSTEM";

    /** Longer than anybody waits at a form; after a crash the background takes over when it is up. */
    static final Duration HEAD_START = Duration.ofSeconds(15);

    private final Outbox outbox;
    private final Supplier<UUID> ids;

    Changes(Outbox outbox, Supplier<UUID> ids) {
        this.outbox = outbox;
        this.ids = ids;
    }

    /** A fresh id for a change or for a group of them. */
    public ChangeId newId() {
        return new ChangeId(ids.get());
    }

    /** Stores changes in the caller's transaction; the background delivers them once it has committed. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(List<Change> changes) {
        outbox.record(changes, Duration.ZERO);
    }

    /**
     * Stores changes in the caller's transaction for {@link Deliveries#deliver}, which the caller calls right after. The
     * background leaves them alone for {@link #HEAD_START}, so that a refused field reaches the person who waits.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void recordForDelivery(List<Change> changes) {
        outbox.record(changes, HEAD_START);
    }

    /**
     * Parked changes of a record that a newer one can take over, oldest first. Call {@link #supersede} for each in the
     * transaction that records the newer one with their content merged in.
     */
    public List<Change> parked(Owner owner, String destination, String record) {
        return outbox.parked(owner, destination, record);
    }

    /** What of this owner's record has not arrived everywhere, oldest first. */
    public List<Change> unsettled(Owner owner, String record) {
        return outbox.unsettled(owner, record);
    }

    /** The same of several records of one table. */
    public List<Change> unsettled(Owner owner, String table, Collection<String> records) {
        return outbox.unsettledChanges(owner, table, records);
    }

    /**
     * The youngest change of a record on its way to a destination, if it was never sent: call {@link #supersede} for it in the
     * transaction that records one with its content merged in. What was sent once says the same for good.
     */
    public Optional<Change> unsent(Owner owner, String destination, String record) {
        return outbox.unsent(owner, destination, record);
    }

    /** The ids of a table's records of which something has not arrived at a destination. */
    public Set<String> unsettledRecords(Owner owner, String destination, String table) {
        return outbox.unsettledRecords(owner, destination, table);
    }

    /** The destinations that have not taken everything of this owner's. */
    public Set<String> pendingDestinations(Owner owner) {
        return outbox.pendingDestinations(owner);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void supersede(ChangeId id) {
        outbox.supersede(id);
    }
}
