package dev.lockstep.convex;

import dev.lockstep.convex.http.Answer;
import dev.lockstep.convex.socket.LinkWorker;
import dev.lockstep.convex.socket.Mailbox;
import dev.lockstep.convex.state.SyncEvent;
import dev.lockstep.convex.state.SyncMachine;
import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.wire.ClientMessage.Token;
import dev.lockstep.convex.wire.QueryId;
import dev.lockstep.convex.wire.RequestId;
import dev.lockstep.convex.wire.ServerMessage.Result;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A live connection to a Convex deployment over one WebSocket: queries whose results keep coming, mutations that are done
 * when their effect can be seen, actions.
 *
 * <p>What it promises: all results come from one snapshot at a time, and never from an earlier one than before. A
 * mutation takes effect once, however often the connection breaks; its future completes after the results that it
 * changed were handed to their subscriptions. Subscriptions go on after a new connection by themselves. An action that
 * the connection broke off fails as one that {@linkplain ConvexProblem#mayHaveRun() may have run}.
 *
 * <p>The token source is asked for each new connection and before a token runs out, on a thread of its own and never
 * longer than a call may last: one that hangs delays the connection and nothing else. Calls return at once, on any
 * thread; futures complete on a thread of the client's.
 */
public final class LiveClient implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveClient.class);

    private record Call(FunctionKind kind, String path, CompletableFuture<Committed> future) {}

    private final Duration tokenTimeout;
    private final LinkWorker.Tools tools;
    private final LinkWorker worker;
    private final List<Consumer<ConnectionState>> watchers = new CopyOnWriteArrayList<>();
    private volatile TokenSource tokens;
    private volatile ConnectionState connection;

    /** These two belong to the worker's mailbox. */
    private final Map<QueryId, List<LiveSubscription>> subscriptions = new HashMap<>();

    private final Map<RequestId, Call> calls = new HashMap<>();

    LiveClient(URI deployment, TokenSource tokens, Duration tokenTimeout, LinkWorker.Tools tools, UUID session) {
        this.tokens = tokens;
        this.tokenTimeout = tokenTimeout;
        this.tools = tools;
        this.connection = new ConnectionState(
                ConnectionState.Phase.CONNECTING, tools.clock().instant(), 0, "");
        this.worker = new LinkWorker(new SyncMachine(session), deployment, new Owner(), tools);
        worker.start();
    }

    /** Wants a query's results from now on, until the subscription is closed. Equal queries are asked for once. */
    public Subscription subscribe(String path, ConvexValue.Obj args, Subscription.Listener listener) {
        var subscription = new LiveSubscription(path, listener, new Mailbox(tools.threads()), this::end);
        worker.tell(machine -> {
            QueryId id = machine.subscribe(path, args);
            subscription.begin(id);
            var others = subscriptions.computeIfAbsent(id, none -> new CopyOnWriteArrayList<>());
            others.stream().findFirst().ifPresent(subscription::startLike);
            others.add(subscription);
        });
        return subscription;
    }

    /** Completes when the mutation's effect can be seen; exceptionally with a {@link ConvexProblem}. */
    public CompletableFuture<Committed> mutation(String path, ConvexValue.Obj args) {
        return call(FunctionKind.MUTATION, path, machine -> machine.mutation(path, args));
    }

    /** Completes with the action's result; exceptionally with a {@link ConvexProblem}. */
    public CompletableFuture<ConvexValue> action(String path, ConvexValue.Obj args) {
        return call(FunctionKind.ACTION, path, machine -> machine.action(path, args))
                .thenApply(Committed::value);
    }

    /** Somebody else asks from now on; all queries are asked again as them. */
    public void authenticate(TokenSource other) {
        tokens = other;
        worker.authenticateAgain();
    }

    /** How the connection stands now. */
    public ConnectionState connection() {
        return connection;
    }

    /**
     * Tells of every change of the connection, on a thread of the client's; must return fast.
     *
     * @return ends the watching
     */
    public Runnable watchConnection(Consumer<ConnectionState> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    /** Ends the connection; what has not been answered fails. */
    @Override
    public void close() {
        worker.close();
    }

    private CompletableFuture<Committed> call(FunctionKind kind, String path, Function<SyncMachine, RequestId> send) {
        var call = new Call(kind, path, new CompletableFuture<>());
        worker.tell(machine -> calls.put(send.apply(machine), call), () -> {
            var problem = problem(call, new Answer.Unreached(new IOException("The client was closed")));
            tools.threads().execute(() -> call.future.completeExceptionally(problem));
        });
        return call.future;
    }

    private void end(LiveSubscription subscription) {
        worker.tell(machine -> {
            QueryId id = subscription.id();
            subscriptions.computeIfPresent(id, (same, all) -> {
                all.remove(subscription);
                return all.isEmpty() ? null : all;
            });
            machine.unsubscribe(id);
        });
    }

    private static ConvexProblem problem(Call call, Answer answer) {
        return new Diagnosis(call.kind, call.path, Authorization.of(new ConvexToken.None())).of(answer);
    }

    private static ConvexProblem problem(FunctionKind kind, String path, Result.Failure failure) {
        var threw = new Answer.Threw(failure.errorMessage(), failure.errorData().orElse(null), List.of());
        return new Diagnosis(kind, path, Authorization.of(new ConvexToken.None())).of(threw);
    }

    /** What the worker asks and tells; on its mailbox. */
    private final class Owner implements LinkWorker.Owner {

        @Override
        public CompletableFuture<Token> token() {
            TokenSource source = tokens;
            var diagnosis = new Diagnosis(FunctionKind.QUERY, "sync", Authorization.of(new ConvexToken.None()));
            return CompletableFuture.supplyAsync(
                    () -> wire(BoundedTokens.ask(source, tokenTimeout, diagnosis)), tools.threads());
        }

        private static Token wire(ConvexToken token) {
            return switch (token) {
                case ConvexToken.None none -> new Token.None();
                case ConvexToken.User(var jwt) -> new Token.User(jwt.reveal());
                case ConvexToken.Admin(var key, var actingAs) ->
                    new Token.Admin(key.reveal(), actingAs.map(ConvexJson::encode));
            };
        }

        @Override
        public void happened(SyncEvent event) {
            switch (event) {
                case SyncEvent.QueryResult(var id, var result, var ts) ->
                    subscriptions.getOrDefault(id, List.of()).forEach(subscription -> subscription.tell(result));
                case SyncEvent.MutationDone(var id, var result, var ts) ->
                    settle(id, result, ts.map(at -> at.nanos()).orElse(0L));
                case SyncEvent.ActionDone(var id, var result) -> settle(id, result, 0);
                case SyncEvent.ActionLost(var id) -> fail(id, "Connection lost while action was in flight");
                case SyncEvent.TokenRefused(var error) -> LOG.info("Convex refused a token: {}", error);
                case SyncEvent.Fatal(var error) -> LOG.error("Convex ended the protocol: {}", error);
                case SyncEvent.CaughtUp caughtUp -> {}
                case SyncEvent.Reconnect reconnect -> {}
            }
        }

        @Override
        public void connection(LinkWorker.Phase phase, int failures, String reason) {
            connection = new ConnectionState(
                    ConnectionState.Phase.valueOf(phase.name()), tools.clock().instant(), failures, reason);
            if (phase == LinkWorker.Phase.CLOSED) {
                List.copyOf(calls.keySet()).forEach(id -> fail(id, "The client was closed: " + reason));
            }
            watchers.forEach(watcher -> tell(watcher, connection));
        }

        private static void tell(Consumer<ConnectionState> watcher, ConnectionState state) {
            try {
                watcher.accept(state);
            } catch (RuntimeException e) {
                LOG.warn("A watcher of a connection failed", e);
            }
        }

        private void settle(RequestId id, Result result, long ts) {
            Call call = calls.remove(id);
            if (call == null) {
                return;
            }
            switch (result) {
                case Result.Success(var value) ->
                    call.future.completeAsync(() -> new Committed(value, ts), tools.threads());
                case Result.Failure failure ->
                    tools.threads()
                            .execute(() -> call.future.completeExceptionally(problem(call.kind, call.path, failure)));
            }
        }

        private void fail(RequestId id, String reason) {
            Call call = calls.remove(id);
            if (call != null) {
                var problem = problem(call, new Answer.Lost(new IOException(reason)));
                tools.threads().execute(() -> call.future.completeExceptionally(problem));
            }
        }
    }

    /** What a query's failure means. */
    static ConvexProblem explain(String path, Result.Failure failure) {
        return problem(FunctionKind.QUERY, path, failure);
    }
}
