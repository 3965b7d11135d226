package dev.lockstep.convex.deployment.data;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Obj;
import java.time.Instant;
import java.util.Optional;

/**
 * A call that a function has put off.
 *
 * @param function {@code messages:send}
 * @param arguments on one line, cut when they are long; absent when they are not for whom they are shown to
 * @param error what it threw, when it failed
 */
public record ScheduledCall(
        String id,
        String function,
        Optional<String> arguments,
        Instant due,
        State state,
        Optional<Instant> ended,
        Optional<String> error) {

    /** How far it is. */
    public enum State {
        PENDING,
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELED
    }

    static ScheduledCall of(Obj document) {
        Obj state = Fields.object(document, "state").orElseGet(ConvexValue::emptyObject);
        return new ScheduledCall(
                document.text("_id").orElse(""),
                Fields.function(document, "name"),
                document.field("args").map(ScheduledCall::line),
                Fields.millis(document, "scheduledTime").orElse(Instant.EPOCH),
                switch (state.text("kind").orElse("")) {
                    case "inProgress" -> State.RUNNING;
                    case "success" -> State.SUCCEEDED;
                    case "failed" -> State.FAILED;
                    case "canceled" -> State.CANCELED;
                    default -> State.PENDING;
                },
                Fields.millis(document, "completedTime"),
                state.text("error"));
    }

    /** Functions take one object; it comes as a list of one. */
    private static String line(ConvexValue args) {
        return ValueText.line(args instanceof Array(var items) && items.size() == 1 ? items.getFirst() : args);
    }

    /** For somebody who may see that it runs, and not with what. */
    public ScheduledCall withoutArguments() {
        return new ScheduledCall(id, function, Optional.empty(), due, state, ended, error);
    }
}
