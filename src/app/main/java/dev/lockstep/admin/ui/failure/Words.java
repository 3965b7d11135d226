package dev.lockstep.admin.ui.failure;

import com.vaadin.flow.component.Component;
import dev.lockstep.kit.Ago;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import dev.lockstep.outbox.trouble.Trouble;
import dev.lockstep.outbox.trouble.TroubledChange;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/** How changes and their states are called on these pages. */
final class Words {

    private static final Set<String> DESTINATIONS = Set.of("CONVEX", "CONVEX_SYSTEM", "CLERK_USER", "CLERK_IMAGE");
    private static final Set<String> TABLES = Set.of("account", "generations");

    private Words() {}

    /** What a change is about. */
    static String what(Component asking, TroubledChange change) {
        if (change.table().equals("account") && DESTINATIONS.contains(change.destination())) {
            return asking.getTranslation("failures.what." + change.destination());
        }
        return table(asking, change.table());
    }

    static String table(Component asking, String table) {
        return TABLES.contains(table) ? asking.getTranslation("failures.table." + table) : table;
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
