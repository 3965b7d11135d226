package dev.lockstep.outbox.store;

import dev.lockstep.core.ChangeId;
import dev.lockstep.outbox.engine.Engine;
import dev.lockstep.outbox.engine.Entry;
import dev.lockstep.outbox.engine.Event;
import dev.lockstep.outbox.engine.Step;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Lets the engine decide what an event does to a change, and stores that. Joins the caller's transaction. */
@Component
class Moves {

    private final OutboxStore store;
    private final Engine engine;
    private final Clock clock;

    Moves(OutboxStore store, Engine engine, Clock clock) {
        this.store = store;
        this.engine = engine;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /**
     * @return what became of it; the entry is as it is stored now
     * @throws org.springframework.dao.OptimisticLockingFailureException when somebody has written it since it was read
     */
    Step move(Entry entry, Event event) {
        Step step = engine.step(entry, event, clock.instant());
        step.entry().ifPresent(after -> store.update(entry, after));
        return step;
    }

    /**
     * The same for many.
     *
     * @param events what happens to each
     * @return what moved, the others do not fit
     * @throws org.springframework.dao.OptimisticLockingFailureException when somebody has written one since it was read
     */
    Map<ChangeId, Step.Moved> moveAll(List<Entry> entries, Function<Entry, Event> events) {
        Instant now = clock.instant();
        Map<ChangeId, Step.Moved> moved = new LinkedHashMap<>();
        Map<Entry, Entry> after = new LinkedHashMap<>();
        for (Entry entry : entries) {
            if (engine.step(entry, events.apply(entry), now) instanceof Step.Moved step) {
                moved.put(entry.id(), step);
                after.put(entry, step.after());
            }
        }
        store.update(after);
        return moved;
    }
}
