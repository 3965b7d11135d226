package dev.lockstep.outbox.store;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Problem;
import dev.lockstep.outbox.trouble.Attempts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
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
    private static final int SETTLE_ATTEMPTS = 5;

    private final OutboxEntries entries;
    private final DueQueue queue;
    private final Attempts attempts;
    private final OutboxPolicy policy;
    private final Clock clock;
    private final RandomGenerator random;
    private final TransactionTemplate transaction;

    Claims(
            OutboxEntries entries,
            DueQueue queue,
            Attempts attempts,
            OutboxPolicy policy,
            Clock clock,
            RandomGenerator random,
            PlatformTransactionManager transactions) {
        this.entries = entries;
        this.queue = queue;
        this.attempts = attempts;
        this.policy = policy;
        this.clock = clock;
        this.random = random;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Takes what is due, oldest first; empty when nothing is, or when others were quicker. */
    public List<Claim> takeDue(int limit) {
        Instant now = clock.instant();
        return List.copyOf(transaction.execute(status -> queue.take(limit, now, now.plus(LEASE))));
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
        Instant now = clock.instant();
        return entries.findById(id.value())
                .filter(entry -> entry.state() == ChangeState.WAITING && !entry.leased(now))
                .filter(entry -> entries.before(
                                entry.owner().value(), entry.destination(), entry.recordKey(), entry.seq())
                        .isEmpty())
                .map(entry -> entry.claim(now, now.plus(LEASE)));
    }

    /**
     * Marks a change as delivered and runs what follows from the answer in the same transaction.
     *
     * @return false when the answer came too late
     */
    public boolean delivered(Arrival arrival) {
        return settle(arrival.claim(), (entry, now) -> {
            // A change that was only put off has had no trouble of its own.
            if (entry.trouble().isPresent() && entry.attempts() > 1) {
                attempts.taken(arrival.claim().sending(), entry.attempts());
            }
            entry.answered(arrival.result());
            entry.settle(ChangeState.DONE, now);
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
            Set<UUID> marked = queue.done(arrivals, clock.instant());
            Map<Boolean, List<Arrival>> held = arrivals.stream()
                    .collect(Collectors.partitioningBy(arrival ->
                            marked.contains(arrival.claim().change().id().value())));
            held.get(true).forEach(arrival -> arrival.follow().run());
            held.get(false).forEach(arrival -> late(arrival.claim()));
            return held.get(true);
        }));
    }

    /**
     * Stores why a change was not taken and when to go on.
     *
     * @return false when the answer came too late
     */
    public boolean failed(Claim claim, Problem problem) {
        return settle(claim, (entry, now) -> {
            var verdict = policy.afterProblem(entry.attempts(), entry.refusals(), problem, now, random);
            entry.failed(verdict, problem, now);
            if (verdict.state() == ChangeState.PARKED) {
                attempts.parked(claim.sending(), problem);
            } else {
                attempts.failed(claim.sending(), problem);
            }
        });
    }

    /**
     * Settles a change that was refused while the person was there to see why: it is not sent again.
     *
     * @return false when the answer came too late
     */
    public boolean rejected(Claim claim, Problem problem) {
        return settle(claim, (entry, now) -> {
            var verdict = new OutboxPolicy.Verdict(ChangeState.REJECTED, entry.refusals() + 1, now);
            entry.failed(verdict, problem, now);
            attempts.rejected(claim.sending(), problem);
        });
    }

    /** Gives a change back that was not sent; the taking does not count as an attempt. */
    public void release(Claim claim) {
        settle(claim, (entry, now) -> entry.release(now));
    }

    /** Gives a change back that its destination does not take now; does not count as an attempt either. */
    public void postpone(Claim claim, Problem reason, Duration wait) {
        settle(claim, (entry, now) -> entry.postpone(reason.code().text(), reason.sentence(), now.plus(wait), now));
    }

    private boolean settle(Claim claim, BiConsumer<OutboxEntry, Instant> how) {
        for (int attempt = 1; ; attempt++) {
            try {
                return Boolean.TRUE.equals(transaction.execute(status -> settleInTransaction(claim, how)));
            } catch (OptimisticLockingFailureException e) {
                // A row that the answer touches was written by somebody else meanwhile; read it again.
                if (attempt == SETTLE_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private boolean settleInTransaction(Claim claim, BiConsumer<OutboxEntry, Instant> how) {
        Optional<OutboxEntry> held =
                entries.findById(claim.change().id().value()).filter(entry -> entry.heldUnder(claim));
        held.ifPresent(entry -> how.accept(entry, clock.instant()));
        if (held.isEmpty()) {
            late(claim);
        }
        return held.isPresent();
    }

    private static void late(Claim claim) {
        LOG.warn(
                "Late answer dropped destination={} change={}",
                claim.change().destination(),
                claim.change().id());
    }
}
