package dev.lockstep.outbox.store;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.outbox.change.Change;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
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

    private final OutboxEntries entries;
    private final Clock clock;

    Interventions(OutboxEntries entries, Clock clock) {
        this.entries = entries;
        this.clock = clock;
    }

    /**
     * Lets a waiting or parked change be sent again.
     *
     * @param headStart how long the background leaves it alone, because the caller sends it now
     * @throws Problem when it is neither, or on its way
     */
    public Change again(ChangeId id, Duration headStart) {
        OutboxEntry entry = open(id);
        Instant now = clock.instant();
        entry.again(now, now.plus(headStart));
        return entry.change();
    }

    /** The same for many, whichever of them still wait or are parked; what is on its way stays so. */
    public int again(Collection<UUID> ids) {
        return entries.again(ids, clock.instant());
    }

    /** Takes a change out of the way because of something else that is stored in this transaction. */
    public Change supersede(ChangeId id) {
        OutboxEntry entry = open(id);
        entry.settle(ChangeState.SUPERSEDED, clock.instant());
        return entry.change();
    }

    /**
     * Puts another change in a change's place, also in the order of its record.
     *
     * @param headStart how long the background leaves it alone
     */
    public Change replace(ChangeId id, Change by, Duration headStart) {
        OutboxEntry entry = open(id);
        var now = clock.instant();
        entry.settle(ChangeState.SUPERSEDED, now);
        entries.saveAndFlush(new OutboxEntry(by, now, now.plus(headStart)));
        entries.moveTo(by.id().value(), entry.seq());
        return entry.change();
    }

    /** Decides that a change is not sent. */
    public Change discard(ChangeId id) {
        OutboxEntry entry = open(id);
        entry.discard(clock.instant());
        return entry.change();
    }

    /** Takes a discarding back, unless something newer of the same record has arrived since. */
    public Change restore(ChangeId id) {
        OutboxEntry entry = find(id);
        if (entry.state() != ChangeState.DISCARDED) {
            throw moved(entry.state());
        }
        if (entries.isNewerDone(entry.owner().value(), entry.destination(), entry.recordKey(), entry.seq())) {
            throw problem(MOVED, "Something newer of the same record has arrived since; this would undo it.");
        }
        entry.restore(clock.instant());
        return entry.change();
    }

    private OutboxEntry open(ChangeId id) {
        OutboxEntry entry = find(id);
        if (!entry.state().blocks()) {
            throw moved(entry.state());
        }
        if (entry.leased(clock.instant())) {
            throw problem(BUSY, "This change is being sent at this moment.");
        }
        return entry;
    }

    private OutboxEntry find(ChangeId id) {
        return entries.findById(id.value()).orElseThrow(() -> problem(MOVED, "There is no such change any more."));
    }

    private static Problem moved(ChangeState state) {
        return problem(
                MOVED,
                switch (state) {
                    case WAITING, PARKED -> "This change is back in the queue already.";
                    case DONE -> "This change has arrived meanwhile.";
                    case REJECTED -> "This change went back to its person meanwhile.";
                    case SUPERSEDED -> "Something else has taken this change's place meanwhile.";
                    case DISCARDED -> "This change has been discarded meanwhile.";
                });
    }

    private static Problem problem(ProblemCode code, String sentence) {
        return new Problem(code, Problem.Kind.PERMANENT, sentence, "Look at it again.");
    }
}
