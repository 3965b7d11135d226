package dev.lockstep.convex.simulation;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.convex.value.ConvexValue.Text;
import dev.lockstep.convex.wire.ServerMessage.Result;
import dev.lockstep.convex.wire.Timestamp;
import java.util.List;
import java.util.Optional;

/** What the simulated deployment can run. Stateless. */
final class Functions {

    /** A log as text. */
    static final String READ = "log:read";
    /** A log as text; fails while the log has an odd number of characters. */
    static final String FUSSY = "log:fussy";
    /** Who asks. */
    static final String WHO = "who:am";
    /** Adds an entry to a log. */
    static final String APPEND = "log:append";
    /** Never adds anything. */
    static final String REFUSE = "log:refuse";
    /** An action that returns its entry. */
    static final String ACT = "log:act";

    private Functions() {}

    static Result query(String path, List<ConvexValue> args, History history, Timestamp at, String person) {
        return switch (path) {
            case READ -> new Result.Success(history.read(log(args), at));
            case WHO -> new Result.Success(ConvexValue.text(person));
            case FUSSY -> {
                ConvexValue value = history.read(log(args), at);
                boolean odd = ((Text) value).value().length() % 2 == 1;
                yield odd ? failure("Odd: " + ((Text) value).value()) : new Result.Success(value);
            }
            default -> throw new AssertionError("No query " + path);
        };
    }

    static Result.Failure failure(String message) {
        return new Result.Failure(message, Optional.empty());
    }

    static String log(List<ConvexValue> args) {
        return text(args, "log");
    }

    static String entry(List<ConvexValue> args) {
        return text(args, "entry");
    }

    private static String text(List<ConvexValue> args, String field) {
        return ((Text) ((Obj) args.getFirst()).fields().get(field)).value();
    }
}
