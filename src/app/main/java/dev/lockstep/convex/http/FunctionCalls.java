package dev.lockstep.convex.http;

import dev.lockstep.core.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Single requests to the function endpoints of one deployment, each answered by an {@link Answer} and never by an
 * exception. Sends nothing twice: whether to try again is the caller's decision, who knows what the function does.
 *
 * <p>Holds the connections; does not hold tokens, deadlines or retries. Thread-safe; blocks the calling thread.
 */
public final class FunctionCalls implements AutoCloseable {

    /** What the service takes as arguments or gives as a result: 16 MiB, and some room for the envelope. */
    public static final int MAX_BODY_BYTES = 16 * 1024 * 1024 + 64 * 1024;

    /** Below the idle time after which servers and proxies commonly hang up, so that few calls meet a dead connection. */
    private static final Duration KEEP_IDLE = Duration.ofSeconds(15);

    private static final String CLIENT = "java-0.2.0";
    private static final MediaType JSON = MediaType.get("application/json");

    private final HttpUrl api;
    private final OkHttpClient client;

    public FunctionCalls(URI deployment, Duration connectTimeout) {
        this.api = HttpUrl.get(deployment.toString())
                .newBuilder()
                .addPathSegment("api")
                .build();
        this.client = new OkHttpClient.Builder()
                .connectTimeout(connectTimeout)
                // The whole call has a deadline of its own, given with each call.
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                // OkHttp would also repeat a request that was sent on a connection that then died.
                .retryOnConnectionFailure(false)
                // A redirect would carry the token to a host that nobody configured.
                .followRedirects(false)
                .followSslRedirects(false)
                .connectionPool(new ConnectionPool(64, KEEP_IDLE.toSeconds(), TimeUnit.SECONDS))
                .eventListenerFactory(FunctionCalls::watch)
                .build();
    }

    /**
     * @param endpoint the last part of the path: {@code query}, {@code mutation}, {@code action} or {@code function}
     * @param json the request's body, as UTF-8
     * @param authorization the whole value of the Authorization header; absent for an anonymous call
     * @param timeout for everything from connecting to the last byte of the answer
     */
    public Answer post(String endpoint, byte[] json, @Nullable Secret authorization, Duration timeout) {
        var sent = new Sent();
        var request = new Request.Builder()
                .url(api.newBuilder().addPathSegment(endpoint).build())
                .header("Convex-Client", CLIENT)
                .tag(Sent.class, sent)
                .post(RequestBody.create(json, JSON));
        if (authorization != null) {
            request.header("Authorization", authorization.reveal());
        }
        Call call = client.newCall(request.build());
        call.timeout().timeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
        try (Response response = call.execute()) {
            return AnswerReader.read(response);
        } catch (IOException e) {
            return sent.started ? new Answer.Lost(e) : new Answer.Unreached(e);
        }
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    private static EventListener watch(Call call) {
        Sent sent = call.request().tag(Sent.class);
        return sent == null ? EventListener.NONE : sent;
    }

    /** Notes whether the first byte of a request left: what fails before that cannot have run. */
    private static final class Sent extends EventListener {

        private volatile boolean started;

        @Override
        public void requestHeadersStart(Call call) {
            started = true;
        }
    }
}
