package dev.lockstep.convex.wire;

import dev.lockstep.convex.value.ConvexValue;
import java.util.List;
import java.util.Optional;

/** What a deployment says to a client over the WebSocket. */
public sealed interface ServerMessage {

    /** Moves all of a client's results from one snapshot to a later one. */
    record Transition(StateVersion start, StateVersion end, List<Modification> modifications) implements ServerMessage {
        public Transition {
            modifications = List.copyOf(modifications);
        }
    }

    /** The news about one subscription. */
    sealed interface Modification {

        QueryId queryId();

        record Updated(QueryId queryId, ConvexValue value, List<String> logLines, Optional<String> journal)
                implements Modification {
            public Updated {
                logLines = List.copyOf(logLines);
            }
        }

        /** @param errorData of a ConvexError */
        record Failed(
                QueryId queryId,
                String errorMessage,
                Optional<ConvexValue> errorData,
                List<String> logLines,
                Optional<String> journal)
                implements Modification {
            public Failed {
                logLines = List.copyOf(logLines);
            }
        }

        record Removed(QueryId queryId) implements Modification {}
    }

    /**
     * A piece of the text of a large Transition; pieces come one after the other.
     *
     * @param partNumber from 0
     */
    record TransitionChunk(String chunk, int partNumber, int totalParts, String transitionId)
            implements ServerMessage {}

    /** How a function ended. */
    sealed interface Result {

        record Success(ConvexValue value) implements Result {}

        /** @param errorData of a ConvexError */
        record Failure(String errorMessage, Optional<ConvexValue> errorData) implements Result {}
    }

    /** @param ts the commit's; there for successes only */
    record MutationResponse(RequestId requestId, Result result, Optional<Timestamp> ts, List<String> logLines)
            implements ServerMessage {
        public MutationResponse {
            logLines = List.copyOf(logLines);
        }
    }

    record ActionResponse(RequestId requestId, Result result, List<String> logLines) implements ServerMessage {
        public ActionResponse {
            logLines = List.copyOf(logLines);
        }
    }

    /**
     * The token was refused; the socket is closed next.
     *
     * @param baseVersion the identity version before the refused token
     * @param authUpdateAttempted whether an Authenticate was refused; false when a token ran out
     */
    record AuthError(String error, long baseVersion, boolean authUpdateAttempted) implements ServerMessage {}

    /** The client broke the protocol; trying again would not help. */
    record FatalError(String error) implements ServerMessage {}

    /** Says that the deployment is alive. */
    record Ping() implements ServerMessage {}
}
