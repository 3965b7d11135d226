package dev.lockstep.outbox;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.change.Inspector;
import dev.lockstep.outbox.engine.ChangeState;
import dev.lockstep.outbox.engine.Entry;
import dev.lockstep.outbox.push.PushLoop;
import dev.lockstep.outbox.store.Outbox;
import dev.lockstep.outbox.store.Watchers;
import dev.lockstep.outbox.trouble.TroubledChange;
import dev.lockstep.outbox.trouble.Troubles;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Finds changes and who knows about them, and tells whoever watches when one has been moved by hand. */
@Component
class Inspection {

    private final Outbox outbox;
    private final Troubles troubles;
    private final Watchers watchers;
    private final PushLoop loop;
    private final ObjectProvider<Inspector> inspectors;

    Inspection(
            Outbox outbox, Troubles troubles, Watchers watchers, PushLoop loop, ObjectProvider<Inspector> inspectors) {
        this.outbox = outbox;
        this.troubles = troubles;
        this.watchers = watchers;
        this.loop = loop;
        this.inspectors = inspectors;
    }

    Change change(ChangeId id) {
        return outbox.change(id)
                .orElseThrow(() -> new Problem(
                        new ProblemCode("ChangeMoved"),
                        Problem.Kind.PERMANENT,
                        "There is no such change any more.",
                        "Go back to the list.",
                        Problem.Words.of("gone")));
    }

    Optional<Inspector> of(Change change) {
        return inspectors
                .orderedStream()
                .filter(inspector -> inspector.knows(change))
                .findFirst();
    }

    /** What of a group is to be sent, in order. */
    List<ChangeId> waitingOf(ChangeId group) {
        return outbox.group(group).stream()
                .filter(entry -> entry.state() == ChangeState.WAITING)
                .map(Entry::id)
                .toList();
    }

    /** What of a group has not arrived. */
    List<TroubledChange> troubledOf(ChangeId group) {
        return waitingOf(group).stream()
                .flatMap(id -> troubles.find(id).stream())
                .toList();
    }

    void moved(Change change) {
        loop.nudge();
        watchers.moved(change.owner());
    }
}
