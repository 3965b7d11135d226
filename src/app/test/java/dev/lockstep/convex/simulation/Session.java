package dev.lockstep.convex.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.wire.ClientMessage.Connect;
import dev.lockstep.convex.wire.ClientMessage.Modification.Add;
import dev.lockstep.convex.wire.ClientMessage.Mutation;
import dev.lockstep.convex.wire.QueryId;
import dev.lockstep.convex.wire.RequestId;
import dev.lockstep.convex.wire.ServerMessage;
import dev.lockstep.convex.wire.ServerMessage.MutationResponse;
import dev.lockstep.convex.wire.ServerMessage.Result;
import dev.lockstep.convex.wire.ServerMessage.Transition;
import dev.lockstep.convex.wire.Timestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a simulated deployment knows of one client beyond its sockets: the mutations it ran for it, and everything
 * that would be needed to catch the client breaking a promise.
 *
 * <p>Holds the outcomes of mutations, the queries ever named, and what was delivered; does not hold versions, which
 * end with a socket. Not thread-safe.
 */
final class Session {

    private record Outcome(Result result, Timestamp ts) {}

    private record Query(String path, List<ConvexValue> args) {}

    private final History history;
    private final Map<RequestId, Outcome> outcomes = new HashMap<>();
    private final Map<RequestId, Mutation> asked = new HashMap<>();
    private final Map<QueryId, Query> queries = new HashMap<>();
    private final Map<QueryId, Optional<String>> journals = new HashMap<>();
    private Optional<UUID> id = Optional.empty();
    private long connections;
    private Timestamp delivered = Timestamp.ZERO;
    private String expectedCloseReason = "InitialConnect";

    Session(History history) {
        this.history = history;
    }

    /** Counted before anything is heard, as what is said first may be lost. */
    void socketOpened() {
        connections++;
    }

    void socketClosed(String reason) {
        expectedCloseReason = reason;
    }

    void connected(Connect connect) {
        assertThat(connect.sessionId()).as("the session's name stays").isEqualTo(id.orElse(connect.sessionId()));
        assertThat(connect.connectionCount()).as("sockets are counted").isEqualTo(connections - 1);
        assertThat(connect.lastCloseReason()).as("why the last socket closed").contains(expectedCloseReason);
        assertThat(connect.maxObserved().orElse(Timestamp.ZERO))
                .as("the newest timestamp seen")
                .isEqualTo(delivered);
        id = Optional.of(connect.sessionId());
    }

    /** A query id names one query for ever, and brings back the journal of its last result. */
    void subscribed(Add add) {
        var query = new Query(add.udfPath(), add.args());
        assertThat(queries.putIfAbsent(add.queryId(), query))
                .as("%s names one query", add.queryId())
                .isIn(null, query);
        assertThat(add.journal())
                .as("the journal of %s", add.queryId())
                .isEqualTo(journals.getOrDefault(add.queryId(), Optional.empty()));
    }

    /** Never again on any socket. */
    void unsubscribed(QueryId query) {
        queries.put(query, new Query("gone", List.of()));
    }

    /** Runs a mutation, or remembers that it ran. */
    MutationResponse run(Mutation mutation) {
        Mutation before = asked.putIfAbsent(mutation.requestId(), mutation);
        assertThat(before).as("%s names one mutation", mutation.requestId()).isIn(null, mutation);
        if (mutation.udfPath().equals(Functions.REFUSE)) {
            return response(mutation.requestId(), Functions.failure("Refused"), Optional.empty());
        }
        Outcome outcome = outcomes.computeIfAbsent(mutation.requestId(), fresh -> {
            String entry = Functions.entry(mutation.args());
            Timestamp ts = history.write(Functions.log(mutation.args()), entry);
            return new Outcome(new Result.Success(ConvexValue.text(entry)), ts);
        });
        return response(mutation.requestId(), outcome.result(), Optional.of(outcome.ts()));
    }

    private static MutationResponse response(RequestId id, Result result, Optional<Timestamp> ts) {
        return new MutationResponse(id, result, ts, List.of());
    }

    /** What reached the client, so what it must know from now on. */
    void delivered(ServerMessage message) {
        switch (message) {
            case Transition(var start, var end, var modifications) -> {
                delivered = later(end.ts());
                for (var modification : modifications) {
                    switch (modification) {
                        case ServerMessage.Modification.Updated updated ->
                            journals.put(updated.queryId(), updated.journal());
                        case ServerMessage.Modification.Failed failed ->
                            journals.put(failed.queryId(), failed.journal());
                        case ServerMessage.Modification.Removed removed -> journals.remove(removed.queryId());
                    }
                }
            }
            case MutationResponse response -> response.ts().ifPresent(ts -> delivered = later(ts));
            default -> {}
        }
    }

    private Timestamp later(Timestamp ts) {
        return ts.compareTo(delivered) > 0 ? ts : delivered;
    }
}
