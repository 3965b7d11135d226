package dev.lockstep.platform;

import dev.lockstep.convex.ConnectionState;
import dev.lockstep.convex.ConvexProblem;
import dev.lockstep.convex.LiveClient;
import dev.lockstep.convex.LiveClients;
import dev.lockstep.convex.Subscription;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.Owner;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Service;

/**
 * Live results of the platform's queries for pages. All pages of one person share one connection and one subscription a
 * query; both end a moment after the last page has left.
 *
 * <p>Holds connections of people whose pages are open; does not hold results. Thread-safe.
 */
@Service
public class LiveData implements DisposableBean {

    /** From one page to the next the connection stays. */
    private static final Duration KEPT = Duration.ofSeconds(20);

    private final LiveClients clients;
    private final OwnerTokens tokens;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("live-data").factory());
    private final Map<Owner, Shared> shared = new HashMap<>();

    private static final class Shared {
        private final LiveClient client;
        private int users;
        private int visits;

        Shared(LiveClient client) {
            this.client = client;
        }
    }

    LiveData(LiveClients clients, OwnerTokens tokens) {
        this.clients = clients;
        this.tokens = tokens;
    }

    /**
     * Follows a query on this person's behalf.
     *
     * @return ends it; may be called more than once
     */
    public <T> Runnable follow(Owner owner, LiveQuery<T> query, LiveListener<T> listener) {
        LiveClient client = enter(owner);
        Subscription subscription = client.subscribe(query.function(), query.args(), new Subscription.Listener() {
            @Override
            public void updated(ConvexValue value) {
                listener.updated(query.read().apply(value));
            }

            @Override
            public void failed(ConvexProblem problem) {
                listener.failed(problem);
            }
        });
        Runnable unwatch = client.watchConnection(state -> tell(state, listener));
        tell(client.connection(), listener);
        var ended = new AtomicBoolean();
        return () -> {
            if (ended.compareAndSet(false, true)) {
                unwatch.run();
                subscription.close();
                leave(owner);
            }
        };
    }

    private static void tell(ConnectionState state, LiveListener<?> listener) {
        // A first connection that is being made is no loss of one.
        boolean starting = state.phase() == ConnectionState.Phase.CONNECTING && state.failures() == 0;
        listener.connection(state.isConnected() || starting, state.since());
    }

    private synchronized LiveClient enter(Owner owner) {
        Shared one = shared.computeIfAbsent(owner, person -> new Shared(clients.connect(() -> tokens.require(person))));
        one.users++;
        one.visits++;
        return one.client;
    }

    private synchronized void leave(Owner owner) {
        Shared one = shared.get(owner);
        if (one != null && --one.users == 0) {
            int visits = one.visits;
            timer.schedule(() -> endIfUnused(owner, one, visits), KEPT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void endIfUnused(Owner owner, Shared one, int visits) {
        if (one.users == 0 && one.visits == visits) {
            shared.remove(owner, one);
            one.client.close();
        }
    }

    @Override
    public synchronized void destroy() {
        timer.shutdownNow();
        shared.values().forEach(one -> one.client.close());
        shared.clear();
    }
}
