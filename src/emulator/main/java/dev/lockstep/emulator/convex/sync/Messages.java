package dev.lockstep.emulator.convex.sync;

import dev.lockstep.convex.wire.QueryId;
import dev.lockstep.convex.wire.RequestId;
import dev.lockstep.convex.wire.ServerMessage.ActionResponse;
import dev.lockstep.convex.wire.ServerMessage.Modification;
import dev.lockstep.convex.wire.ServerMessage.MutationResponse;
import dev.lockstep.convex.wire.ServerMessage.Result;
import dev.lockstep.convex.wire.Timestamp;
import dev.lockstep.emulator.convex.call.Outcome;
import dev.lockstep.emulator.convex.live.Answer;
import dev.lockstep.emulator.convex.script.LogLine;
import java.util.List;
import java.util.Optional;

/** How outcomes of functions are told. Stateless. */
final class Messages {

    private Messages() {}

    static Modification modification(QueryId id, Answer answer) {
        return switch (answer.outcome()) {
            case Outcome.Success success ->
                new Modification.Updated(id, success.value(), answer.lines(), answer.journal());
            case Outcome.Failure failure ->
                new Modification.Failed(
                        id, error(answer.requestId(), failure), failure.data(), answer.lines(), answer.journal());
        };
    }

    static MutationResponse mutation(RequestId id, String requestId, Outcome outcome) {
        Optional<Timestamp> ts = outcome instanceof Outcome.Success success
                ? Optional.of(new Timestamp(success.ts()))
                : Optional.empty();
        return new MutationResponse(id, result(requestId, outcome), ts, lines(outcome));
    }

    static ActionResponse action(RequestId id, String requestId, Outcome outcome) {
        return new ActionResponse(id, result(requestId, outcome), lines(outcome));
    }

    private static Result result(String requestId, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Success success -> new Result.Success(success.value());
            case Outcome.Failure failure -> new Result.Failure(error(requestId, failure), failure.data());
        };
    }

    private static List<String> lines(Outcome outcome) {
        return outcome.lines().stream().map(LogLine::toString).toList();
    }

    private static String error(String requestId, Outcome.Failure failure) {
        return "[Request ID: " + requestId + "] Server Error\n" + failure.message();
    }
}
