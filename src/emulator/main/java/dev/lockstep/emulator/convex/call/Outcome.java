package dev.lockstep.emulator.convex.call;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.emulator.convex.script.LogLine;
import dev.lockstep.emulator.convex.wire.CommitTimes;
import java.util.List;
import java.util.Optional;

/** How a call ended. */
public sealed interface Outcome {

    List<LogLine> lines();

    /** @param ts the snapshot a query read, or the commit of a mutation; the latest at the end of an action;
     *     0 before a mutation has committed */
    record Success(ConvexValue value, List<LogLine> lines, long ts) implements Outcome {

        /** A mutation may give back the time of its own commit, which is known now. */
        public Success {
            if (ts > 0) {
                value = CommitTimes.resolved(value, ts);
            }
        }
    }

    /**
     * @param message what went wrong with the app's frames, without the line that names the request
     * @param data of a ConvexError
     */
    record Failure(String message, Optional<ConvexValue> data, List<LogLine> lines) implements Outcome {}
}
