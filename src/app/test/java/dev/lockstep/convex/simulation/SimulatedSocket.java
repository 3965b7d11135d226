package dev.lockstep.convex.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.wire.ClientMessage;
import dev.lockstep.convex.wire.ClientMessage.Action;
import dev.lockstep.convex.wire.ClientMessage.Authenticate;
import dev.lockstep.convex.wire.ClientMessage.Connect;
import dev.lockstep.convex.wire.ClientMessage.Modification.Add;
import dev.lockstep.convex.wire.ClientMessage.Modification.Remove;
import dev.lockstep.convex.wire.ClientMessage.ModifyQuerySet;
import dev.lockstep.convex.wire.ClientMessage.Mutation;
import dev.lockstep.convex.wire.ClientMessage.Token;
import dev.lockstep.convex.wire.QueryId;
import dev.lockstep.convex.wire.ServerMessage;
import dev.lockstep.convex.wire.ServerMessage.ActionResponse;
import dev.lockstep.convex.wire.ServerMessage.AuthError;
import dev.lockstep.convex.wire.ServerMessage.Modification;
import dev.lockstep.convex.wire.ServerMessage.Result;
import dev.lockstep.convex.wire.ServerMessage.Transition;
import dev.lockstep.convex.wire.StateVersion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The deployment's end of one simulated socket, stricter than a real one: any message that breaks the protocol ends
 * the simulation with what was broken.
 *
 * <pre>
 *            Connect            Authenticate?           ONE ModifyQuerySet from 0
 *   (new) ───────────► greeted ──────────────► named? ──────────────────────────► talking
 * </pre>
 *
 * <p>Holds the versions and the query set of this socket and what it has not sent yet; does not hold anything that
 * outlives it. Not thread-safe.
 */
final class SimulatedSocket {

    /** A question of a client's, by what it asks and not by its number. */
    record Question(String path, List<ConvexValue> args) {}

    /** @param snapshot what a client that applied the message must see; empty for all but transitions */
    record Sent(ServerMessage message, Map<Question, Result> snapshot) {}

    private final History history;
    private final Session session;
    private final Map<QueryId, Add> queries = new TreeMap<>((a, b) -> Long.compare(a.value(), b.value()));
    private final Map<QueryId, Result> sent = new HashMap<>();
    private final List<QueryId> removed = new ArrayList<>();
    private final Deque<Sent> out = new ArrayDeque<>();
    private boolean greeted;
    private boolean refused;
    private long querySet;
    private long identity;
    private long lastMutation = -1;
    private int journals;
    private String person = "nobody";
    private StateVersion told = StateVersion.INITIAL;

    SimulatedSocket(History history, Session session) {
        this.history = history;
        this.session = session;
    }

    /** The deployment closes the socket once this is true and all is sent. */
    boolean refused() {
        return refused;
    }

    Deque<Sent> out() {
        return out;
    }

    void receive(ClientMessage message) {
        if (refused) {
            return;
        }
        assertThat(message instanceof Connect)
                .as("Connect comes first and once")
                .isEqualTo(!greeted);
        switch (message) {
            case Connect connect -> {
                session.connected(connect);
                greeted = true;
            }
            case Authenticate(long base, Token token) -> authenticate(base, token);
            case ModifyQuerySet modify -> modify(modify);
            case Mutation mutation -> {
                assertThat(querySet).as("mutations follow the query set").isPositive();
                assertThat(mutation.requestId().value())
                        .as("mutations keep their order")
                        .isGreaterThan(lastMutation);
                lastMutation = mutation.requestId().value();
                say(session.run(mutation));
            }
            case Action action -> {
                assertThat(querySet).as("actions follow the query set").isPositive();
                var value = ConvexValue.text(Functions.entry(action.args()));
                say(new ActionResponse(action.requestId(), new Result.Success(value), List.of()));
            }
            case ClientMessage.Event event -> {}
        }
    }

    private void authenticate(long base, Token token) {
        assertThat(base).as("Authenticate's base version").isEqualTo(identity);
        String subject = token instanceof Token.User(String jwt) ? jwt : "nobody";
        if (subject.startsWith("bad")) {
            say(new AuthError("Could not verify the token", identity, true));
            refused = true;
            return;
        }
        person = subject.replaceFirst("\\..*", "");
        identity++;
    }

    /** A token that was good runs out. */
    void expire() {
        say(new AuthError("The token ran out", identity, false));
        refused = true;
    }

    boolean isSomebody() {
        return !refused && !person.equals("nobody");
    }

    private void modify(ModifyQuerySet modify) {
        assertThat(modify.baseVersion()).as("ModifyQuerySet's base version").isEqualTo(querySet);
        assertThat(modify.newVersion()).as("ModifyQuerySet's new version").isGreaterThan(querySet);
        querySet = modify.newVersion();
        for (var modification : modify.modifications()) {
            switch (modification) {
                case Add add -> {
                    session.subscribed(add);
                    assertThat(queries.put(add.queryId(), add))
                            .as("%s again", add.queryId())
                            .isNull();
                }
                case Remove(QueryId query) -> {
                    session.unsubscribed(query);
                    assertThat(queries.remove(query)).as("%s unknown", query).isNotNull();
                    sent.remove(query);
                    removed.add(query);
                }
            }
        }
    }

    boolean talking() {
        return !refused && querySet > 0;
    }

    /** Brings the client to the snapshot of now. */
    void transition() {
        var news = new ArrayList<Modification>();
        removed.forEach(query -> news.add(new Modification.Removed(query)));
        removed.clear();
        queries.values().forEach(query -> news(query).ifPresent(news::add));
        var end = new StateVersion(querySet, identity, history.now());
        var snapshot = new HashMap<Question, Result>();
        queries.values()
                .forEach(query -> snapshot.put(new Question(query.udfPath(), query.args()), sent.get(query.queryId())));
        out.add(new Sent(new Transition(told, end, news), snapshot));
        told = end;
    }

    private void say(ServerMessage message) {
        out.add(new Sent(message, Map.of()));
    }

    private Optional<Modification> news(Add query) {
        Result result = Functions.query(query.udfPath(), query.args(), history, history.now(), person);
        if (result.equals(sent.put(query.queryId(), result))) {
            return Optional.empty();
        }
        Optional<String> journal = Optional.of("journal " + query.queryId().value() + " " + ++journals);
        return Optional.of(
                switch (result) {
                    case Result.Success(var value) ->
                        new Modification.Updated(query.queryId(), value, List.of(), journal);
                    case Result.Failure(var message, var data) ->
                        new Modification.Failed(query.queryId(), message, data, List.of(), journal);
                });
    }
}
