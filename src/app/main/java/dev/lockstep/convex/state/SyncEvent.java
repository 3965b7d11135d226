package dev.lockstep.convex.state;

import dev.lockstep.convex.wire.QueryId;
import dev.lockstep.convex.wire.RequestId;
import dev.lockstep.convex.wire.ServerMessage.Result;
import dev.lockstep.convex.wire.Timestamp;
import java.util.Optional;

/** News that the machine has for whoever drives it, in the order in which they happened. */
public sealed interface SyncEvent {

    /** @param ts the snapshot that the result comes from; never earlier than that of the result before */
    record QueryResult(QueryId queryId, Result result, Timestamp ts) implements SyncEvent {}

    /** @param ts the commit's; results at or after it have been given out before this. There for successes only */
    record MutationDone(RequestId requestId, Result result, Optional<Timestamp> ts) implements SyncEvent {}

    record ActionDone(RequestId requestId, Result result) implements SyncEvent {}

    /** The connection broke off before the action's result came; it may have run. */
    record ActionLost(RequestId requestId) implements SyncEvent {}

    /** Everything asked for has arrived: the results of all subscriptions, and all mutations sent before. */
    record CaughtUp() implements SyncEvent {}

    /** The token was refused, or has run out. Get another one and open a new socket. */
    record TokenRefused(String error) implements SyncEvent {}

    /** The socket can be used no longer; open a new one. */
    record Reconnect(String reason) implements SyncEvent {}

    /** The deployment says that the client is wrong; trying again would not help. */
    record Fatal(String error) implements SyncEvent {}
}
