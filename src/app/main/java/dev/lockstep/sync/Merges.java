package dev.lockstep.sync;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.core.GuestId;
import dev.lockstep.core.PersonId;
import dev.lockstep.outbox.Deliveries;
import dev.lockstep.sync.store.MergeStore;
import dev.lockstep.sync.store.MergeStore.Moment;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Makes what somebody wrote without an account theirs, once they have one: some hundred records a transaction, each of which takes the
 * record from the guest, gives it to the person, and records the change that tells Convex. Stopped at any point, it is gone on
 * with. It can be undone for thirty days.
 */
@Service
public class Merges {

    private static final Logger LOG = LoggerFactory.getLogger(Merges.class);

    /** For so long it can be undone. */
    public static final Duration UNDOABLE = Duration.ofDays(30);

    private final MergeStore merges;
    private final MergeSteps steps;
    private final LivePulls pulls;
    private final Deliveries deliveries;
    private final TransactionOperations transaction;
    private final Supplier<UUID> ids;
    private final Clock clock;

    Merges(
            MergeStore merges,
            MergeSteps steps,
            LivePulls pulls,
            Deliveries deliveries,
            TransactionOperations transaction,
            Supplier<UUID> ids,
            Clock clock) {
        this.merges = merges;
        this.steps = steps;
        this.pulls = pulls;
        this.deliveries = deliveries;
        this.transaction = transaction;
        this.ids = ids;
        this.clock = clock;
    }

    /** What would be brought in, by table; empty when there is nothing. Nothing is moved. */
    public List<Merge.Preview> preview(GuestId guest, PersonId person) {
        return read(() -> merges.count(guest, person).stream()
                .map(one -> new Merge.Preview(one.table(), one.guests() - one.both(), one.both(), one.persons()))
                .toList());
    }

    /** Begins a merge; {@link #run} does it, and so does this installation by itself if that is stopped. */
    public UUID begin(GuestId guest, PersonId person) {
        UUID id = ids.get();
        transaction.executeWithoutResult(status -> merges.add(id, person, guest, clock.instant()));
        return id;
    }

    /** Goes on with a merge, or with undoing it, to the end. */
    public void run(UUID id) {
        while (step(id)) {
            // One transaction each: whoever stops in between loses nothing.
        }
    }

    /** One transaction of it. @return whether there is more to do */
    boolean step(UUID id) {
        MergeSteps.Step step = read(() -> steps.next(id));
        step.person().ifPresent(person -> {
            pulls.changed(person);
            deliveries.nudge();
        });
        return step.more();
    }

    /** This person's, the newest first. */
    public List<Merge> of(PersonId person) {
        return read(() -> merges.of(person).stream().map(Merges::shown).toList());
    }

    /**
     * Begins to undo a merge; {@link #run} does it. What was changed since is left as it is.
     *
     * @return whether it can be undone: it is this person's, done, not older than {@link #UNDOABLE}, and nobody asked before
     */
    public boolean undo(PersonId person, UUID id) {
        return read(() -> {
            Instant now = clock.instant();
            boolean can = merges.lock(id)
                    .filter(one -> one.owner().equals(person) && one.undoAsked().isEmpty())
                    .flatMap(MergeStore.Merge::done)
                    .filter(done -> done.plus(UNDOABLE).isAfter(now))
                    .isPresent();
            if (can) {
                merges.mark(id, Moment.UNDO_ASKED, now);
            }
            return can;
        });
    }

    /** Goes on with what was stopped, and forgets what cannot be undone any more. Several nodes may do it at once. */
    @Scheduled(fixedDelayString = "PT10S", initialDelayString = "PT5S")
    void goOn() {
        for (UUID id : read(merges::open)) {
            try {
                run(id);
            } catch (RuntimeException e) {
                LOG.warn("A merge could not be gone on with and is tried again id={}", id, e);
            }
        }
        transaction.executeWithoutResult(
                status -> merges.forgetBefore(clock.instant().minus(UNDOABLE)));
    }

    private static Merge shown(MergeStore.Merge one) {
        return new Merge(one.id(), one.begun(), one.done(), one.undoAsked(), one.undone(), one.records(), one.kept());
    }

    private <T> T read(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }

    /** The fields that make the second of the first: what is not in it any more is removed. */
    static Obj difference(Obj from, Obj to) {
        var changed = new TreeMap<String, ConvexValue>();
        from.fields().keySet().stream()
                .filter(name -> !to.fields().containsKey(name))
                .forEach(name -> changed.put(name, ConvexValue.NULL));
        to.fields().forEach((name, value) -> {
            if (!value.equals(from.fields().get(name))) {
                changed.put(name, value);
            }
        });
        return new Obj(changed);
    }
}
