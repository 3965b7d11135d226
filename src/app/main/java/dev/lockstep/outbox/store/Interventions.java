package dev.lockstep.outbox.store;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.engine.ChangeState;
import dev.lockstep.outbox.engine.Entry;
import dev.lockstep.outbox.engine.Event;
import dev.lockstep.outbox.engine.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What a person may do to a change that has not arrived. Each looks at the change again in the caller's transaction: somebody
 * else may have been quicker, and what is being sent at this moment is left alone.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class Interventions {

    private static final ProblemCode MOVED = new ProblemCode("ChangeMoved");
    private static final ProblemCode BUSY = new ProblemCode("ChangeBeingSent");

    private final OutboxStore store;
    private final Moves moves;

    Interventions(OutboxStore store, Moves moves) {
        this.store = store;
        this.moves = moves;
    }

    /**
     * Lets a waiting or parked change be sent again.
     *
     * @param headStart how long the background leaves it alone, because the caller sends it now
     * @throws Problem when it is neither, or on its way
     */
    public Change again(ChangeId id, Duration headStart) {
        return move(find(id), new Event.Again(moves.now().plus(headStart)));
    }

    /** The same for many, whichever of them still wait or are parked; what is on its way stays so. */
    public int again(Collection<UUID> ids) {
        return store.again(ids, moves.now());
    }

    /** Takes a change out of the way because of something else that is stored in this transaction. */
    public Change supersede(ChangeId id) {
        return move(find(id), new Event.Superseded());
    }

    /**
     * Puts another change in a change's place, also in the order of its record.
     *
     * @param headStart how long the background leaves it alone
     */
    public Change replace(ChangeId id, Change by, Duration headStart) {
        Entry entry = find(id);
        Change replaced = move(entry, new Event.Superseded());
        Instant now = moves.now();
        store.add(List.of(by), now, now.plus(headStart));
        store.moveTo(by.id(), entry.place());
        return replaced;
    }

    /** Decides that a change is not sent. */
    public Change discard(ChangeId id) {
        return move(find(id), new Event.Discarded());
    }

    /** Takes a discarding back, unless something newer of the same record may have arrived since. */
    public Change restore(ChangeId id) {
        Entry entry = find(id);
        if (entry.state() == ChangeState.DISCARDED && store.arrivedSince(entry).contains(entry.destination())) {
            throw problem(MOVED, "undo", "Something newer of the same record has arrived since; this would undo it.");
        }
        if (entry.state() == ChangeState.DISCARDED && store.isNewerSent(entry)) {
            // Its repeat would have no second effect, and what this says would stand for good.
            throw problem(
                    MOVED,
                    "unsure",
                    "Something newer of the same record has been sent since and may have arrived; this would undo it.");
        }
        return move(entry, new Event.Restored());
    }

    private Change move(Entry entry, Event.Intervention event) {
        if (moves.move(entry, event) instanceof Step.Refused(Step.Reason reason)) {
            throw reason == Step.Reason.BEING_SENT
                    ? problem(BUSY, "", "This change is being sent at this moment.")
                    : moved(entry.state());
        }
        return store.change(entry.id()).orElseThrow(Interventions::gone);
    }

    private Entry find(ChangeId id) {
        return store.find(id).orElseThrow(Interventions::gone);
    }

    private static Problem gone() {
        return problem(MOVED, "gone", "There is no such change any more.");
    }

    private static Problem moved(ChangeState state) {
        return problem(
                MOVED,
                switch (state) {
                    case WAITING, PARKED -> "queued";
                    case DONE -> "arrived";
                    case REJECTED -> "returned";
                    case SUPERSEDED -> "replaced";
                    case DISCARDED -> "discarded";
                },
                switch (state) {
                    case WAITING, PARKED -> "This change is back in the queue already.";
                    case DONE -> "This change has arrived meanwhile.";
                    case REJECTED -> "This change went back to its person meanwhile.";
                    case SUPERSEDED -> "Something else has taken this change's place meanwhile.";
                    case DISCARDED -> "This change has been discarded meanwhile.";
                });
    }

    private static Problem problem(ProblemCode code, String variant, String sentence) {
        return new Problem(code, Problem.Kind.PERMANENT, sentence, "Look at it again.", Problem.Words.of(variant));
    }
}
