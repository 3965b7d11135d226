package dev.lockstep.outbox.store;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.concurrent.Retrying;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.engine.Entry;
import dev.lockstep.outbox.engine.Event;
import dev.lockstep.outbox.engine.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
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
     * Stores an answer, and what follows from it in the same transaction.
     *
     * @param follow run when the answer came in time
     * @return false when it came too late
     */
    public boolean settle(ClaimAnswer answer, Runnable follow) {
        return RETRYING.run(
                () -> Boolean.TRUE.equals(transaction.execute(status -> settleInTransaction(answer, follow))));
    }

    private boolean settleInTransaction(ClaimAnswer answer, Runnable follow) {
        Claim claim = answer.claim();
        Optional<Entry> entry = store.find(claim.change().id());
        if (entry.isPresent() && moves.move(entry.get(), answer.event()) instanceof Step.Moved moved) {
            moved.effect().ifPresent(effect -> attempts.write(claim.sending(), effect));
            dropAttachment(answer);
            follow.run();
            return true;
        }
        late(claim);
        return false;
    }

    /**
     * Does the same for many in one transaction. When it throws, none of them is stored, and {@link #settle} for each tells
     * which one it was.
     *
     * @param follow is told those whose answers came in time, in their order
     * @return the same
     */
    public List<ClaimAnswer> settleAll(List<ClaimAnswer> answers, Consumer<List<ClaimAnswer>> follow) {
        return List.copyOf(transaction.execute(status -> {
            Set<ChangeId> stored = storeAll(answers);
            Map<Boolean, List<ClaimAnswer>> timely = answers.stream()
                    .collect(Collectors.partitioningBy(
                            answer -> stored.contains(answer.claim().change().id())));
            timely.get(true).forEach(this::dropAttachment);
            timely.get(false).forEach(answer -> late(answer.claim()));
            follow.accept(timely.get(true));
            return timely.get(true);
        }));
    }

    private Set<ChangeId> storeAll(List<ClaimAnswer> answers) {
        Map<Boolean, List<ClaimAnswer>> atOnce =
                answers.stream().collect(Collectors.partitioningBy(ClaimAnswer::isDeliveredAtOnce));
        var stored = new HashSet<ChangeId>();
        if (!atOnce.get(true).isEmpty()) {
            stored.addAll(store.delivered(
                    atOnce.get(true).stream().map(ClaimAnswer::claim).toList(), moves.now()));
        }
        List<ClaimAnswer> others = atOnce.get(false);
        if (!others.isEmpty()) {
            stored.addAll(moveAll(others));
        }
        return stored;
    }

    private Set<ChangeId> moveAll(List<ClaimAnswer> answers) {
        Map<ChangeId, ClaimAnswer> byChange = new LinkedHashMap<>();
        answers.forEach(answer -> byChange.put(answer.claim().change().id(), answer));
        Map<ChangeId, Step.Moved> moved = moves.moveAll(
                store.find(byChange.keySet()),
                entry -> Objects.requireNonNull(byChange.get(entry.id())).event());
        moved.forEach((id, step) -> step.effect()
                .ifPresent(effect -> attempts.write(
                        Objects.requireNonNull(byChange.get(id)).claim().sending(), effect)));
        return moved.keySet();
    }

    /** It is where it belongs; keeping a copy would only grow the database. */
    private void dropAttachment(ClaimAnswer answer) {
        Change change = answer.claim().change();
        if (answer.isDelivered() && change.attachment().isPresent()) {
            store.dropAttachment(change.id());
        }
    }

    private static void late(Claim claim) {
        LOG.warn(
                "Late answer dropped destination={} change={}",
                claim.change().destination(),
                claim.change().id());
    }
}
