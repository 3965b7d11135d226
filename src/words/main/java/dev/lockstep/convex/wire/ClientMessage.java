package dev.lockstep.convex.wire;

import dev.lockstep.convex.value.ConvexValue;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** What a client says to a deployment over the WebSocket. */
public sealed interface ClientMessage {

    /**
     * The first message on a socket.
     *
     * @param sessionId the same as long as the client lives; names its mutations together with their request ids
     * @param connectionCount 0 at first, one more at each socket
     * @param lastCloseReason {@code InitialConnect} at first
     * @param maxObserved the newest timestamp the client has seen
     * @param clientTs milliseconds since 1970 by the client's clock
     */
    record Connect(
            UUID sessionId,
            long connectionCount,
            Optional<String> lastCloseReason,
            Optional<Timestamp> maxObserved,
            OptionalLong clientTs)
            implements ClientMessage {}

    /** @param baseVersion the identity version that this changes */
    record Authenticate(long baseVersion, Token token) implements ClientMessage {}

    /** Who asks. */
    sealed interface Token {

        /** Nobody. */
        record None() implements Token {}

        record User(String jwt) implements Token {
            @Override
            public String toString() {
                return "User[•••]";
            }
        }

        /** @param actingAs the identity to act as, as JSON */
        record Admin(String key, Optional<String> actingAs) implements Token {
            @Override
            public String toString() {
                return "Admin[•••]";
            }
        }
    }

    /** Adds and removes subscriptions, all at once. */
    record ModifyQuerySet(long baseVersion, long newVersion, List<Modification> modifications)
            implements ClientMessage {
        public ModifyQuerySet {
            modifications = List.copyOf(modifications);
        }
    }

    /** One change of the set of subscriptions. */
    sealed interface Modification {

        /**
         * @param args the positional arguments: at most one object
         * @param journal what the deployment gave with the last result of this query, if anything
         * @param componentPath for owners only; empty or absent for the app
         */
        record Add(
                QueryId queryId,
                String udfPath,
                List<ConvexValue> args,
                Optional<String> journal,
                Optional<String> componentPath)
                implements Modification {
            public Add {
                args = List.copyOf(args);
            }
        }

        record Remove(QueryId queryId) implements Modification {}
    }

    record Mutation(RequestId requestId, String udfPath, List<ConvexValue> args, Optional<String> componentPath)
            implements ClientMessage {
        public Mutation {
            args = List.copyOf(args);
        }
    }

    record Action(RequestId requestId, String udfPath, List<ConvexValue> args, Optional<String> componentPath)
            implements ClientMessage {
        public Action {
            args = List.copyOf(args);
        }
    }

    /** Telemetry of the client's; a deployment takes it and does nothing. */
    record Event(String eventType) implements ClientMessage {}
}
