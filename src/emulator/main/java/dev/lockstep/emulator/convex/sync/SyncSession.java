package dev.lockstep.emulator.convex.sync;

import dev.lockstep.convex.wire.ClientMessage;
import dev.lockstep.convex.wire.ClientMessage.Action;
import dev.lockstep.convex.wire.ClientMessage.Authenticate;
import dev.lockstep.convex.wire.ClientMessage.Connect;
import dev.lockstep.convex.wire.ClientMessage.Event;
import dev.lockstep.convex.wire.ClientMessage.ModifyQuerySet;
import dev.lockstep.convex.wire.ClientMessage.Mutation;
import dev.lockstep.convex.wire.QueryId;
import dev.lockstep.convex.wire.ServerMessage;
import dev.lockstep.convex.wire.Timestamp;
import dev.lockstep.convex.wire.WireCodec;
import dev.lockstep.convex.wire.WireException;
import dev.lockstep.emulator.convex.auth.Authorizer;
import dev.lockstep.emulator.convex.deployment.Deployment;
import dev.lockstep.emulator.convex.live.Answer;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.sync.Link.Outgoing;
import dev.lockstep.emulator.convex.wire.Refusal;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket's client: obeys its messages, runs what they ask for and tells the client what {@link SyncState} owes it.
 * Holds who the client is and what it waits for; does not hold anything beyond the socket but the mutations' record.
 *
 * <p>Messages come from one thread at a time; everything else from anywhere. State is changed under the session's lock,
 * under which nothing waits.
 */
public final class SyncSession {

    private static final Logger LOG = LoggerFactory.getLogger(SyncSession.class);

    private final DocumentStore store;
    private final Authorizer authorizer;
    private final Clock clock;
    private final Link link;
    private final Executor light;
    private final SyncState state = new SyncState();
    private final Subscriptions subscriptions;
    private final Requests requests;
    private @Nullable UUID session;
    private OptionalLong clockSkew = OptionalLong.empty();
    private Caller caller = Caller.NOBODY;
    private final AtomicBoolean stale = new AtomicBoolean();
    private boolean ended;

    /**
     * @param threads run functions; unbounded
     * @param light runs what is short and never waits
     */
    public SyncSession(Deployment deployment, Link link, Executor threads, Executor light) {
        this.store = deployment.store();
        this.authorizer = deployment.authorizer();
        this.clock = deployment.clock();
        this.link = link;
        this.light = light;
        this.subscriptions = new Subscriptions(deployment.live(), deployment.calls(), this::wake);
        this.requests = new Requests(deployment.calls(), threads, this::reply, this::failed);
    }

    /** One message of the client's. May wait for the issuer of a token; the next message must wait as long. */
    public void receive(String text) {
        try {
            obey(WireCodec.decodeClient(text));
            advance();
        } catch (WireException e) {
            fail("BadMessage", e.message());
        } catch (ProtocolBreach e) {
            switch (e.consequence()) {
                case FATAL -> fail(e.code(), e.code() + ": " + e.message());
                case DROPPED -> close(Closing.internalError());
            }
        } catch (RuntimeException e) {
            LOG.error("The Convex emulator failed at a message of a socket", e);
            close(Closing.internalError());
        }
    }

    /** The socket is gone. What was started ends by itself; what waits is dropped. */
    public synchronized void closed() {
        ended = true;
        requests.end();
        subscriptions.end();
    }

    private void obey(ClientMessage message) throws ProtocolBreach {
        if (session == null && !(message instanceof Connect)) {
            throw ProtocolBreach.fatal("NotConnected", "The first message must be Connect");
        }
        switch (message) {
            case Connect connect -> connect(connect);
            case Authenticate authenticate -> authenticate(authenticate);
            case ModifyQuerySet change -> {
                synchronized (this) {
                    state.modify(change);
                }
            }
            case Mutation mutation -> call(mutation);
            case Action action -> call(action);
            case Event event -> {}
        }
    }

    private synchronized void connect(Connect connect) throws ProtocolBreach {
        if (session != null) {
            throw ProtocolBreach.fatal("AlreadyConnected", "Connect must come only once");
        }
        session = connect.sessionId();
        Timestamp latest = new Timestamp(store.latest().ts());
        if (connect.maxObserved().filter(seen -> seen.compareTo(latest) > 0).isPresent()) {
            // The client has seen a future that this deployment does not have: it must not be told an older past.
            throw ProtocolBreach.dropped("The client has observed a later timestamp");
        }
        if (connect.clientTs().isPresent()) {
            clockSkew = OptionalLong.of(connect.clientTs().getAsLong() - clock.millis());
        }
    }

    private void authenticate(Authenticate message) throws ProtocolBreach {
        synchronized (this) {
            state.checkIdentity(message.baseVersion());
        }
        try {
            Caller next = Caller.of(message.token(), authorizer);
            synchronized (this) {
                caller = next;
                state.authenticated();
            }
        } catch (Refusal e) {
            if (e.isTransient()) {
                close(Closing.of(e));
            } else {
                refuseToken(e.code(), e.message(), true);
            }
        }
    }

    private synchronized void call(ClientMessage message) {
        UUID client = session;
        if (client == null) {
            throw new IllegalStateException("Bug: a call before Connect");
        }
        if (isTokenOutdated()) {
            return;
        }
        boolean taken = switch (message) {
            case Mutation mutation -> requests.mutate(mutation, caller, client);
            case Action action -> requests.act(action, caller, client);
            default -> throw new IllegalStateException("Bug: not a call: " + message);
        };
        if (!taken) {
            close(Closing.tryAgainLater(
                    message instanceof Mutation
                            ? "TooManyConcurrentMutations"
                            : "TooManyInflightActionsForSingleClient"));
        }
    }

    private void reply(ServerMessage message) {
        String text = WireCodec.encode(message);
        synchronized (this) {
            if (ended) {
                return;
            }
            link.send(Outgoing.of(message.getClass().getSimpleName(), text));
            state.answered();
        }
        advance();
    }

    /** An answer is stale: look again, but not on the thread that says so. */
    private void wake() {
        // The committer calls this, so not even the session's lock may be waited for.
        if (stale.compareAndSet(false, true)) {
            light.execute(() -> {
                stale.set(false);
                synchronized (this) {
                    state.invalidated();
                }
                advance();
            });
        }
    }

    /** Begins the next Transition when one is owed and can be. */
    private void advance() {
        synchronized (this) {
            if (ended) {
                return;
            }
            Optional<SyncState.Plan> plan = state.next();
            if (plan.isEmpty() || isTokenOutdated()) {
                return;
            }
            var snapshot = store.latest();
            Map<QueryId, CompletableFuture<Answer>> answers =
                    subscriptions.answers(plan.get().queries(), caller, snapshot);
            CompletableFuture.allOf(answers.values().toArray(CompletableFuture[]::new))
                    .whenCompleteAsync((done, error) -> complete(answers, new Timestamp(snapshot.ts()), error), light);
        }
    }

    private void complete(Map<QueryId, CompletableFuture<Answer>> futures, Timestamp ts, @Nullable Throwable error) {
        if (error != null) {
            failed(error);
            return;
        }
        try {
            synchronized (this) {
                if (ended) {
                    return;
                }
                Map<QueryId, Answer> answers = new HashMap<>();
                futures.forEach((id, answer) -> answers.put(id, answer.join()));
                subscriptions.answered(answers);
                var transition = state.complete(answers, ts);
                Instant now = clock.instant();
                long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
                link.send(new Outgoing(
                        "Transition", WireCodec.encode(transition, clockSkew, nanos), this::transitionDelivered));
            }
            advance();
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void failed(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof Refusal refusal) {
            close(Closing.of(refusal));
        } else if (!hasEnded()) {
            LOG.error("The Convex emulator failed at what a socket asked", cause);
            close(Closing.internalError());
        }
    }

    private void transitionDelivered() {
        synchronized (this) {
            state.delivered();
        }
        advance();
    }

    /** Tells the client when its token has run out; it comes back with another. */
    private boolean isTokenOutdated() {
        if (!caller.isOutdated(clock.instant())) {
            return false;
        }
        refuseToken("TokenExpired", "The token has expired", false);
        return true;
    }

    private void refuseToken(String code, String why, boolean attempted) {
        synchronized (this) {
            var error = new ServerMessage.AuthError(why, state.identity(), attempted);
            link.send(Outgoing.of("AuthError", WireCodec.encode(error)));
        }
        close(Closing.normal(code));
    }

    private void fail(String code, String error) {
        synchronized (this) {
            link.send(Outgoing.of("FatalError", WireCodec.encode(new ServerMessage.FatalError(error))));
        }
        close(Closing.normal(code));
    }

    private void close(Closing closing) {
        synchronized (this) {
            if (!ended) {
                link.close(closing);
            }
        }
        closed();
    }

    private synchronized boolean hasEnded() {
        return ended;
    }
}
