package dev.lockstep.convex.state;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.wire.ClientMessage;
import dev.lockstep.convex.wire.ClientMessage.Modification;
import dev.lockstep.convex.wire.ClientMessage.Token;
import dev.lockstep.convex.wire.QueryId;
import dev.lockstep.convex.wire.RequestId;
import dev.lockstep.convex.wire.ServerMessage;
import dev.lockstep.convex.wire.ServerMessage.Result;
import dev.lockstep.convex.wire.StateVersion;
import dev.lockstep.convex.wire.Timestamp;
import dev.lockstep.convex.wire.WireCodec;
import dev.lockstep.convex.wire.WireException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * The client's half of the protocol, pure: told what the application wants and what the socket brings, it says what to
 * send and what to tell the application.
 *
 * <p>Holds the subscriptions, the requests that are not settled, the token, and the versions that both sides agree on.
 * Does not hold results, a socket, timers or threads: it has one owner, which calls it, then takes
 * {@linkplain #takeMessages() messages} and {@linkplain #takeEvents() events}.
 *
 * <pre>
 *              opened                     received: AuthError, wrong version, unreadable
 *   offline ------------> online ------------------------------------------> (tells to reconnect)
 *      ^                    |  received: FatalError ------> finished
 *      +------ closed ------+
 * </pre>
 *
 * Offline, nothing is sent; {@code opened} sends everything again that has to be: Connect, the token, all subscriptions
 * in one message, then the unsettled mutations in their order and under their first ids.
 */
public final class SyncMachine {

    private static final String FIRST_CONNECT = "InitialConnect";

    private final UUID sessionId;
    private final QuerySet queries = new QuerySet();
    private final PendingRequests requests = new PendingRequests();
    private final Chunks chunks = new Chunks();
    private final List<ClientMessage> messages = new ArrayList<>();
    private final List<SyncEvent> events = new ArrayList<>();
    private Token token = new Token.None();
    private long nextRequest;
    private long connections;
    private boolean online;
    private boolean finished;
    private boolean caughtUp = true;
    private long querySet;
    private long identity;
    private StateVersion applied = StateVersion.INITIAL;
    private Timestamp maxObserved = Timestamp.ZERO;

    /** @param sessionId random; names this client's mutations for as long as it lives */
    public SyncMachine(UUID sessionId) {
        this.sessionId = sessionId;
    }

    /** Wants a query's results. Asking for the same one twice gives the same id; each has to be unsubscribed. */
    public QueryId subscribe(String path, ConvexValue args) {
        QuerySet.Added added = queries.add(path, args);
        if (added.isNew()) {
            modify(queries.added(added.id()));
        }
        return added.id();
    }

    public void unsubscribe(QueryId id) {
        if (queries.remove(id)) {
            modify(new Modification.Remove(id));
        }
    }

    public RequestId mutation(String path, ConvexValue args) {
        var id = new RequestId(nextRequest++);
        return request(id, new ClientMessage.Mutation(id, path, List.of(args), Optional.empty()));
    }

    public RequestId action(String path, ConvexValue args) {
        var id = new RequestId(nextRequest++);
        return request(id, new ClientMessage.Action(id, path, List.of(args), Optional.empty()));
    }

    /** Who asks from now on, on this socket and on those to come. */
    public void authenticate(Token other) {
        boolean same = other.equals(token);
        token = other;
        if (online && !same) {
            messages.add(new ClientMessage.Authenticate(identity++, other));
        }
    }

    /**
     * A new socket is there.
     *
     * @param reason why the last one was closed; ignored for the first
     * @param clientTs milliseconds since 1970
     */
    public void opened(Optional<String> reason, OptionalLong clientTs) {
        closed();
        online = true;
        caughtUp = false;
        querySet = 0;
        identity = 0;
        applied = StateVersion.INITIAL;
        messages.add(new ClientMessage.Connect(
                sessionId,
                connections,
                connections == 0 ? Optional.of(FIRST_CONNECT) : reason,
                Optional.of(maxObserved).filter(ts -> !ts.equals(Timestamp.ZERO)),
                clientTs));
        connections++;
        if (!(token instanceof Token.None)) {
            messages.add(new ClientMessage.Authenticate(identity++, token));
        }
        messages.add(new ClientMessage.ModifyQuerySet(querySet, querySet + 1, queries.all()));
        querySet++;
        messages.addAll(requests.takeUnsent());
    }

    /** The socket is gone. */
    public void closed() {
        online = false;
        messages.clear();
        chunks.clear();
        requests.reset().forEach(id -> events.add(new SyncEvent.ActionLost(id)));
    }

    /** A text arrived on the socket. */
    public void received(String text) {
        if (!online || finished) {
            return;
        }
        try {
            received(WireCodec.decodeServer(text));
        } catch (WireException e) {
            reconnect("The deployment sent something unreadable: " + e.message());
        }
    }

    private void received(ServerMessage message) {
        if (!(message instanceof ServerMessage.TransitionChunk) && !chunks.isEmpty()) {
            throw new WireException("Another message came between the pieces of a transition");
        }
        switch (message) {
            case ServerMessage.Transition transition -> apply(transition);
            case ServerMessage.TransitionChunk chunk ->
                chunks.add(chunk).map(WireCodec::decodeServer).ifPresent(this::received);
            case ServerMessage.MutationResponse(var id, var result, var ts, var lines) -> mutated(id, result, ts);
            case ServerMessage.ActionResponse(var id, var result, var lines) -> {
                if (requests.isOpen(id)) {
                    requests.close(id);
                    events.add(new SyncEvent.ActionDone(id, result));
                }
            }
            case ServerMessage.AuthError(var error, long base, boolean attempted) -> {
                // About a token that has been replaced meanwhile: the answer to the newer one counts.
                if (!attempted || base + 1 >= identity) {
                    online = false;
                    events.add(new SyncEvent.TokenRefused(error));
                }
            }
            case ServerMessage.FatalError(var error) -> {
                finished = true;
                online = false;
                events.add(new SyncEvent.Fatal(error));
            }
            case ServerMessage.Ping ping -> {
                // Says only that the deployment is there; whoever watches the socket has noticed.
            }
        }
    }

    private void apply(ServerMessage.Transition transition) {
        StateVersion end = transition.end();
        if (!transition.start().equals(applied)) {
            reconnect("A transition began at another version than the last one ended");
            return;
        }
        boolean backwards = end.querySet() < applied.querySet()
                || end.identity() < applied.identity()
                || end.ts().compareTo(applied.ts()) < 0;
        if (backwards) {
            reconnect("A transition went back in time");
            return;
        }
        applied = end;
        observe(end.ts());
        for (ServerMessage.Modification news : transition.modifications()) {
            if (queries.contains(news.queryId())) {
                tell(news, end.ts());
            }
        }
        events.addAll(requests.takeVisible(end.ts()));
        tellIfCaughtUp();
    }

    private void tell(ServerMessage.Modification news, Timestamp ts) {
        switch (news) {
            case ServerMessage.Modification.Updated(var id, var value, var lines, var journal) -> {
                queries.keep(id, journal);
                events.add(new SyncEvent.QueryResult(id, new Result.Success(value), ts));
            }
            case ServerMessage.Modification.Failed(var id, var message, var data, var lines, var journal) -> {
                queries.keep(id, journal);
                events.add(new SyncEvent.QueryResult(id, new Result.Failure(message, data), ts));
            }
            case ServerMessage.Modification.Removed removed -> {
                // An answer to an earlier Remove; nobody waits for it.
            }
        }
    }

    private void mutated(RequestId id, Result result, Optional<Timestamp> ts) {
        ts.ifPresent(this::observe);
        if (!requests.isOpen(id)) {
            return;
        }
        switch (result) {
            case Result.Failure failure -> {
                requests.close(id);
                events.add(new SyncEvent.MutationDone(id, failure, Optional.empty()));
            }
            case Result.Success success -> {
                requests.keep(id, success, ts.orElseThrow(() -> new WireException("A mutation's `ts` is missing")));
                events.addAll(requests.takeVisible(applied.ts()));
            }
        }
        tellIfCaughtUp();
    }

    private void tellIfCaughtUp() {
        if (!caughtUp && applied.querySet() == querySet && applied.identity() == identity && !requests.hasMutations()) {
            caughtUp = true;
            events.add(new SyncEvent.CaughtUp());
        }
    }

    private void observe(Timestamp ts) {
        if (ts.compareTo(maxObserved) > 0) {
            maxObserved = ts;
        }
    }

    private RequestId request(RequestId id, ClientMessage message) {
        requests.add(id, message);
        if (online) {
            messages.addAll(requests.takeUnsent());
        }
        return id;
    }

    private void modify(Modification modification) {
        if (online) {
            messages.add(new ClientMessage.ModifyQuerySet(querySet, querySet + 1, List.of(modification)));
            querySet++;
        }
    }

    private void reconnect(String reason) {
        online = false;
        events.add(new SyncEvent.Reconnect(reason));
    }

    /** What to send, in this order; each message is given out once. */
    public List<ClientMessage> takeMessages() {
        var taken = List.copyOf(messages);
        messages.clear();
        return taken;
    }

    /** What happened, in this order; each event is given out once. */
    public List<SyncEvent> takeEvents() {
        var taken = List.copyOf(events);
        events.clear();
        return taken;
    }
}
