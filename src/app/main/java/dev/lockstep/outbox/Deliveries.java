package dev.lockstep.outbox;

import dev.lockstep.audit.AuditEntry;
import dev.lockstep.audit.AuditRecord;
import dev.lockstep.audit.AuditTrail;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import dev.lockstep.core.Problem;
import dev.lockstep.outbox.change.PendingCount;
import dev.lockstep.outbox.engine.Entry;
import dev.lockstep.outbox.push.PushLoop;
import dev.lockstep.outbox.push.Pusher;
import dev.lockstep.outbox.store.Outbox;
import dev.lockstep.outbox.store.Watchers;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * The door to the engine: watch what was recorded in {@link Changes} arrive, see what did not, send it again.
 */
@Service
public class Deliveries {

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private final Outbox outbox;
    private final Watchers watchers;
    private final Pusher pusher;
    private final PushLoop loop;
    private final Arrivals arrivals;
    private final Retries retries;
    private final AuditTrail trail;

    Deliveries(
            Outbox outbox,
            Watchers watchers,
            Pusher pusher,
            PushLoop loop,
            Arrivals arrivals,
            Retries retries,
            AuditTrail trail) {
        this.outbox = outbox;
        this.watchers = watchers;
        this.pusher = pusher;
        this.loop = loop;
        this.arrivals = arrivals;
        this.retries = retries;
        this.trail = trail;
    }

    /** Starts the background delivery now instead of within a second. */
    public void nudge() {
        loop.nudge();
    }

    /**
     * Delivers a group's changes in parallel, one virtual thread each, while a person waits.
     *
     * @param wait how long to wait at most; what has not arrived by then goes on in the background
     * @param progress told of each leg as soon as it is known, on a thread of the engine; must not block
     * @return one leg per destination, in the order in which the changes were recorded
     */
    public List<Leg> deliver(ChangeId group, Duration wait, Consumer<Leg> progress) {
        return arrivals.deliver(group, wait, progress);
    }

    /** What of this person's has not arrived everywhere, oldest first. */
    public List<Waiting> waiting(Owner owner) {
        return outbox.unsettled(owner).stream().map(this::waiting).toList();
    }

    /**
     * The oldest of them.
     *
     * @param except destinations whose changes are left out
     * @param most how many at most, at least 1
     */
    public List<Waiting> oldestWaiting(Owner owner, Set<String> except, int most) {
        return outbox.oldestUnsettled(owner, except, most).stream()
                .map(this::waiting)
                .toList();
    }

    /** The same of these records of one table only. */
    public List<Waiting> waiting(Owner owner, String table, Collection<String> records) {
        return outbox.unsettled(owner, table, records).stream()
                .map(this::waiting)
                .toList();
    }

    /**
     * How many changes that is, whose record begins so; counts in the database, however many there are.
     *
     * @param recordPrefix empty for all records
     * @param except destinations whose changes do not count
     */
    public PendingCount count(Owner owner, String recordPrefix, Set<String> except) {
        return outbox.count(owner, recordPrefix, except);
    }

    /** What of this person's an administrator decided not to send, oldest first. */
    public List<SetAside> setAside(Owner owner) {
        return outbox.discarded(owner).stream().map(this::setAside).toList();
    }

    private SetAside setAside(Entry entry) {
        Optional<AuditEntry> decision = trail.of(entry.id()).stream()
                .map(AuditRecord::entry)
                .filter(said -> said.action().equals(Resolutions.DISCARDED))
                .reduce((earlier, later) -> later);
        return new SetAside(
                outbox.change(entry.id()).orElseThrow(),
                pusher.title(entry.destination()),
                entry.times().updated(),
                decision.map(AuditEntry::actor).orElse(""),
                decision.map(said -> Resolutions.reason(said, entry.destination()))
                        .orElse(""),
                outbox.arrivedSince(entry));
    }

    /**
     * Calls back whenever one of this person's changes may have moved, from any thread; the callback must return fast.
     *
     * @return ends the watching
     */
    public Runnable watch(Owner owner, Runnable watcher) {
        return watchers.watch(owner, watcher);
    }

    private Waiting waiting(Entry entry) {
        return Waiting.of(entry, pusher.title(entry.destination()));
    }

    /**
     * Sends one of this person's waiting or parked changes again, now. Somebody else's id looks like one that does not exist.
     *
     * @return where it stands afterwards; empty when it had already been settled
     */
    public Optional<Waiting> retryOwn(Owner owner, ChangeId id) {
        if (outbox.find(id).filter(entry -> entry.owner().equals(owner)).isEmpty()) {
            return Optional.empty();
        }
        try {
            retries.retry(owner.value(), id);
        } catch (Problem problem) {
            // It is on its way already, or has arrived: what it looks like now is the answer.
            LOG.debug("Not retried change={} code={}", id, problem.code());
        }
        return outbox.find(id).filter(entry -> entry.state().blocks()).map(this::waiting);
    }

    /** Tells the engine that this person has signed in: what waited for that goes out now. */
    public void signedIn(Owner owner) {
        outbox.wake(owner);
        loop.nudge();
    }
}
