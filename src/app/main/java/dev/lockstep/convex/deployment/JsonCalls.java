package dev.lockstep.convex.deployment;

import dev.lockstep.convex.outside.ForbiddenAddress;
import dev.lockstep.convex.outside.Outside;
import dev.lockstep.core.Backoff;
import dev.lockstep.core.Problem;
import dev.lockstep.core.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import okhttp3.Call;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Requests with JSON both ways. What only reads is asked again when it may help, unless it took all the time that a request
 * may; what writes is sent once, but for a 429, which says that nothing was done. Thread-safe; blocks the calling thread.
 */
final class JsonCalls implements AutoCloseable {

    static final JsonMapper JSON = JsonMapper.shared();

    private static final MediaType TYPE = MediaType.get("application/json");
    private static final int LARGEST = 8 * 1024 * 1024;
    private static final int UNAVAILABLE = 503;
    private static final int TRIES = 4;
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(300), Duration.ofSeconds(2));
    private static final Duration LONGEST_ASKED_WAIT = Duration.ofSeconds(10);

    private final OkHttpClient client;
    private final Duration callTimeout;
    private final RandomGenerator random = new SecureRandom();

    /** @param outside which addresses it may call */
    JsonCalls(Duration callTimeout, Outside outside) {
        this.callTimeout = callTimeout;
        client = outside.guard(new OkHttpClient.Builder()
                        .callTimeout(callTimeout)
                        .readTimeout(callTimeout)
                        .retryOnConnectionFailure(false)
                        .addNetworkInterceptor(JsonCalls::oncePerCall)
                        // A redirect would carry the key to a host that nobody configured.
                        .followRedirects(false)
                        .followSslRedirects(false))
                .build();
    }

    /**
     * A 503 with {@code Retry-After: 0} makes OkHttp send the request again by itself, also one that writes and that may
     * have been carried out. Whether and when to repeat is decided here alone.
     */
    private static Response oncePerCall(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        return response.code() == UNAVAILABLE && "0".equals(response.header(Refusals.RETRY_AFTER))
                ? response.newBuilder().removeHeader(Refusals.RETRY_AFTER).build()
                : response;
    }

    /** @param authorization the header's whole value; absent for none */
    JsonNode get(HttpUrl url, @Nullable Secret authorization) {
        return repeated(new Request.Builder().url(url).get(), authorization, Asks.READS);
    }

    JsonNode post(HttpUrl url, JsonNode body, @Nullable Secret authorization) {
        return repeated(new Request.Builder().url(url).post(json(body)), authorization, Asks.WRITES);
    }

    /** A question that is too long for an address: it changes nothing. */
    JsonNode ask(HttpUrl url, JsonNode body, @Nullable Secret authorization) {
        return repeated(new Request.Builder().url(url).post(json(body)), authorization, Asks.READS);
    }

    private static RequestBody json(JsonNode body) {
        return RequestBody.create(body.toString().getBytes(StandardCharsets.UTF_8), TYPE);
    }

    /** What takes no arguments takes no body either. */
    JsonNode post(HttpUrl url, @Nullable Secret authorization) {
        return repeated(new Request.Builder().url(url).post(RequestBody.EMPTY), authorization, Asks.WRITES);
    }

    JsonNode form(HttpUrl url, FormBody body) {
        return repeated(new Request.Builder().url(url).post(body), null, Asks.WRITES);
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    private enum Asks {
        READS,
        WRITES
    }

    private JsonNode repeated(Request.Builder request, @Nullable Secret authorization, Asks asks) {
        if (authorization != null) {
            request.header("Authorization", authorization.reveal());
        }
        Request whole = request.header("Convex-Client", "lockstep-0.2.0").build();
        for (int tries = 1; ; tries++) {
            long begun = System.nanoTime();
            try {
                return once(whole, asks);
            } catch (PlatformProblem problem) {
                Duration wait = problem.retryAfter().orElse(BACKOFF.wait(tries, random));
                boolean again = problem.is(PlatformProblem.BUSY)
                        || (asks == Asks.READS && problem.kind() == Problem.Kind.TRANSIENT);
                // Whoever did not answer in all that time is not asked again: somebody is waiting for it.
                boolean late = System.nanoTime() - begun >= callTimeout.toNanos();
                if (!again || late || tries == TRIES || wait.compareTo(LONGEST_ASKED_WAIT) > 0 || !waited(wait)) {
                    throw problem;
                }
            }
        }
    }

    private JsonNode once(Request request, Asks asks) {
        Call call = client.newCall(request);
        try (Response response = call.execute()) {
            String body = text(response.body().source()).orElseThrow(() -> Refusals.tooLarge(LARGEST));
            if (!response.isSuccessful()) {
                throw Refusals.of(response, body, asks == Asks.READS);
            }
            return body.isBlank() ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (JacksonException e) {
            throw Refusals.unreadable("it is not JSON");
        } catch (ForbiddenAddress e) {
            throw Refusals.forbidden(e);
        } catch (IOException e) {
            throw Refusals.unreachable(request.url().host(), asks == Asks.WRITES);
        }
    }

    private static Optional<String> text(BufferedSource source) throws IOException {
        return source.request(LARGEST + 1L) ? Optional.empty() : Optional.of(source.readString(StandardCharsets.UTF_8));
    }

    /** False when the thread was interrupted meanwhile. */
    private static boolean waited(Duration wait) {
        try {
            // Nobody counts down: this waits for the time, or for the interrupt that ends the call.
            new CountDownLatch(1).await(wait.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
