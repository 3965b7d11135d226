package dev.lockstep.outbox.store;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Problem;
import dev.lockstep.core.concurrent.Retrying;
import dev.lockstep.outbox.engine.Entry;
import dev.lockstep.outbox.engine.Event;
import dev.lockstep.outbox.engine.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Taking changes for sending, and storing how that went. Each method is one transaction of its own.
 *
 * <p>A claim is a lease with a number. Any number of workers and nodes may share one outbox: no two hold the same change,
 * nor two changes of one record for one destination. Whoever lost its lease cannot settle what another one took over: its
 * answer is dropped, and the holder sends the same bytes under the same id.
 */
@Component
public class Claims {

    /** Longer than any delivery may take, so that a lease only runs out when its holder is gone. */
    public static final Duration LEASE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);
    /** A row that the answer touches was written by somebody else meanwhile: it is read again. */
    private static final Retrying RETRYING = new Retrying(5, OptimisticLockingFailureException.class::isInstance);

    private static final Runnable NOTHING = () -> {};

    private final OutboxStore store;
    private final Moves moves;
    private final AttemptLog attempts;
    private final TransactionTemplate transaction;

    Claims(OutboxStore store, Moves moves, AttemptLog attempts, PlatformTransactionManager transactions) {
        this.store = store;
        this.moves = moves;
        this.attempts = attempts;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Takes what is due, oldest first; empty when nothing is, or when others were quicker. */
    public List<Claim> takeDue(int limit) {
        Instant now = moves.now();
        return List.copyOf(transaction.execute(status -> store.take(limit, now, now.plus(LEASE))));
    }

    /**
     * Takes one change, whenever it is due.
     *
     * @return empty when it is settled, leased by somebody else, or behind an older change of its record
     */
    public Optional<Claim> take(ChangeId id) {
        try {
            return transaction.execute(status -> takeInTransaction(id));
        } catch (OptimisticLockingFailureException e) {
            // Somebody else was quicker, which is as good.
            return Optional.empty();
        }
    }

    private Optional<Claim> takeInTransaction(ChangeId id) {
        Instant until = moves.now().plus(LEASE);
        return store.find(id)
                .filter(entry -> store.blocking(entry).isEmpty())
                .flatMap(entry -> moves.move(entry, new Event.Taken(until)).entry())
                .map(taken -> Claim.of(taken, store.change(id).orElseThrow()));
    }

    /**
     * Marks a change as delivered and runs what follows from the answer in the same transaction.
     *
     * @return false when the answer came too late
     */
    public boolean delivered(Arrival arrival) {
        Claim claim = arrival.claim();
        return settle(claim, new Event.Delivered(claim.number()), () -> {
            dropAttachment(claim);
            arrival.follow().run();
        });
    }

    /**
     * Does the same for many in one transaction. When it throws, none of them is stored, and {@link #delivered} for each
     * tells which one it was.
     *
     * @return those whose answers came in time
     */
    public List<Arrival> allDelivered(List<Arrival> arrivals) {
        return List.copyOf(transaction.execute(status -> {
            List<Claim> claims = arrivals.stream().map(Arrival::claim).toList();
            Set<ChangeId> marked = store.delivered(claims, moves.now());
            Map<Boolean, List<Arrival>> held = arrivals.stream()
                    .collect(Collectors.partitioningBy(
                            arrival -> marked.contains(arrival.claim().change().id())));
            held.get(true).forEach(arrival -> {
                dropAttachment(arrival.claim());
                arrival.follow().run();
            });
            held.get(false).forEach(arrival -> late(arrival.claim()));
            return held.get(true);
        }));
    }

    /** It is where it belongs; keeping a copy would only grow the database. */
    private void dropAttachment(Claim claim) {
        if (claim.change().attachment().isPresent()) {
            store.dropAttachment(claim.change().id());
        }
    }

    /**
     * Stores why a change was not taken and when to go on.
     *
     * @return false when the answer came too late
     */
    public boolean failed(Claim claim, Problem problem) {
        return settle(claim, new Event.NotTaken(claim.number(), problem), NOTHING);
    }

    /**
     * Settles a change that was refused while the person was there to see why: it is not sent again.
     *
     * @return false when the answer came too late
     */
    public boolean rejected(Claim claim, Problem problem) {
        return settle(claim, new Event.Rejected(claim.number(), problem), NOTHING);
    }

    /** Gives a change back that was not sent; the taking does not count as an attempt. */
    public void release(Claim claim) {
        settle(claim, new Event.Released(claim.number()), NOTHING);
    }

    /** Gives a change back that its destination does not take now; does not count as an attempt either. */
    public void postpone(Claim claim, Problem reason, Duration wait) {
        settle(claim, new Event.Postponed(claim.number(), reason, wait), NOTHING);
    }

    private boolean settle(Claim claim, Event.Answer answer, Runnable follow) {
        return RETRYING.run(
                () -> Boolean.TRUE.equals(transaction.execute(status -> settleInTransaction(claim, answer, follow))));
    }

    private boolean settleInTransaction(Claim claim, Event.Answer answer, Runnable follow) {
        Optional<Entry> entry = store.find(claim.change().id());
        if (entry.isPresent() && moves.move(entry.get(), answer) instanceof Step.Moved moved) {
            moved.effect().ifPresent(effect -> attempts.write(claim.sending(), effect));
            follow.run();
            return true;
        }
        late(claim);
        return false;
    }

    private static void late(Claim claim) {
        LOG.warn(
                "Late answer dropped destination={} change={}",
                claim.change().destination(),
                claim.change().id());
    }
}
