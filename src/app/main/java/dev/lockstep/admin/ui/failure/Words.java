package dev.lockstep.admin.ui.failure;

import com.vaadin.flow.component.Component;
import dev.lockstep.kit.Ago;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import dev.lockstep.outbox.trouble.Trouble;
import dev.lockstep.outbox.trouble.TroubledChange;
import java.time.Clock;
import java.util.Optional;

/** How changes and their states are called on these pages. */
final class Words {

    private Words() {}

    /** What a change is about: of this table to this destination, or else of this table. */
    static String what(Component asking, TroubledChange change) {
        return told(asking, "failures.what." + change.table() + "." + change.destination())
                .orElseGet(() -> table(asking, change.table()));
    }

    /** A table that nobody has put into words is called by its name. */
    static String table(Component asking, String table) {
        return told(asking, "failures.table." + table).orElse(table);
    }

    /** Of a field of a record, likewise. */
    static String field(Component asking, String field) {
        return told(asking, "failures.field." + field).orElse(field);
    }

    /** Features add words for their own; one that is missing comes back with its key. */
    private static Optional<String> told(Component asking, String key) {
        return Optional.of(asking.getTranslation(key)).filter(word -> !word.contains(key));
    }

    static String trouble(Component asking, Trouble trouble) {
        return asking.getTranslation("failures.class." + FailureQuery.word(trouble));
    }

    static StatePill state(Component asking, TroubledChange change, Clock clock) {
        Optional<Trouble> trouble = change.trouble();
        if (trouble.isEmpty()) {
            State state = switch (change.state()) {
                case "DONE" -> State.OK;
                case "WAITING" -> State.WAIT;
                default -> State.IDLE;
            };
            return new StatePill(state, asking.getTranslation("failures.state." + change.state()));
        }
        return switch (trouble.get()) {
            case PARKED -> new StatePill(State.FAIL, asking.getTranslation("failures.state.stopped"));
            case DISCARDED -> new StatePill(State.IDLE, asking.getTranslation("failures.class.discarded"));
            case AUTH -> new StatePill(State.WAIT, asking.getTranslation("failures.state.auth"));
            case TRANSIENT, PERMANENT ->
                new StatePill(
                        State.WAIT,
                        asking.getTranslation("failures.state.trying", Ago.until(asking, change.nextTry(), clock)));
        };
    }
}
