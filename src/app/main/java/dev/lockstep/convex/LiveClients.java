package dev.lockstep.convex;

import dev.lockstep.convex.socket.LinkWorker;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/**
 * Makes live clients of one deployment. They share threads, timers and what is below sockets, so that one for each
 * person who is signed in costs little: no thread of its own, some kilobytes and a socket.
 *
 * <p>Thread-safe. Close the clients before.
 */
public final class LiveClients implements AutoCloseable {

    /** OkHttp counts an open WebSocket as a running call; its defaults would stop at 64. */
    private static final int MOST_SOCKETS = 100_000;

    private final URI deployment;
    private final Duration tokenTimeout;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("convex-live-", 0).factory());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("convex-live-timer").factory());
    private final OkHttpClient http;
    private final LinkWorker.Tools tools;

    public LiveClients(ConvexProperties properties) {
        this(properties, Clock.systemUTC());
    }

    LiveClients(ConvexProperties properties, Clock clock) {
        this.deployment = properties.url();
        this.tokenTimeout = properties.callTimeout();
        var dispatcher = new Dispatcher(threads);
        dispatcher.setMaxRequests(MOST_SOCKETS);
        dispatcher.setMaxRequestsPerHost(MOST_SOCKETS);
        this.http = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .connectTimeout(properties.connectTimeout())
                .readTimeout(Duration.ZERO)
                .followRedirects(false)
                .followSslRedirects(false)
                .build();
        this.tools = new LinkWorker.Tools(http, threads, timer, clock, new SecureRandom());
    }

    /** A client that connects now, and again whenever it has to, as whoever the tokens say. */
    public LiveClient connect(TokenSource tokens) {
        return new LiveClient(deployment, tokens, tokenTimeout, tools, UUID.randomUUID());
    }

    @Override
    public void close() {
        // The threads end by themselves, and clients that were just closed still have to tell whoever waits.
        timer.shutdownNow();
        http.connectionPool().evictAll();
    }
}
