package dev.lockstep.clerk;

import com.clerk.backend_api.utils.HTTPClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSession;

/**
 * Sends the SDK's requests with an end: the time covers the whole answer, not only its head, since a body may stop
 * coming as well. Each thread sets its own deadline before it calls the SDK. Announces the version of the API that the
 * SDK's models were made from; the SDK itself names an older one.
 */
final class BoundedHttp implements HTTPClient {

    private static final String VERSION_HEADER = "Clerk-API-Version";
    private static final String VERSION = "2026-05-12";

    private final HttpClient client;
    private final ThreadLocal<Deadline> deadline = new ThreadLocal<>();
    private final Duration requestTimeout;

    BoundedHttp(Duration connectTimeout, Duration requestTimeout) {
        this.requestTimeout = requestTimeout;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connectTimeout)
                .build();
    }

    /** What this thread sends next must be answered by then. */
    void endBy(Deadline end) {
        deadline.set(end);
    }

    void endWhenever() {
        deadline.remove();
    }

    @Override
    public HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        Deadline end = deadline.get();
        Duration left = end == null ? requestTimeout : end.left();
        Duration time = left.compareTo(requestTimeout) < 0 ? left : requestTimeout;
        HttpRequest bounded = HttpRequest.newBuilder(request, (name, value) -> !name.equalsIgnoreCase(VERSION_HEADER))
                .header(VERSION_HEADER, VERSION)
                .build();
        // On a thread of its own: sendAsync hands its result over by the common pool, which on a small machine is one
        // thread that anybody may keep busy.
        var answer = new FutureTask<>(() -> client.send(bounded, HttpResponse.BodyHandlers.ofByteArray()));
        Thread.ofVirtual().name("clerk-call").start(answer);
        try {
            return new Answer(answer.get(time.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new HttpTimeoutException("no answer within " + time.toMillis() + " ms");
        } catch (InterruptedException e) {
            answer.cancel(true);
            // The SDK would swallow the interrupt; whoever interrupted us wants to see it.
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the answer");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof HttpTimeoutException slow ? slow : new Lost(e.getCause());
        }
    }

    /** No answer came, or not all of it; every other I/O exception of the SDK is about an answer it could not read. */
    static final class Lost extends IOException {

        private Lost(Throwable cause) {
            super("no answer", cause);
        }
    }

    /** The answer as the SDK wants it: with a stream, of a body that is all there. */
    private record Answer(HttpResponse<byte[]> response) implements HttpResponse<InputStream> {

        @Override
        public int statusCode() {
            return response.statusCode();
        }

        @Override
        public HttpRequest request() {
            return response.request();
        }

        @Override
        public Optional<HttpResponse<InputStream>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public HttpHeaders headers() {
            return response.headers();
        }

        @Override
        public InputStream body() {
            return new ByteArrayInputStream(response.body());
        }

        @Override
        public Optional<SSLSession> sslSession() {
            return response.sslSession();
        }

        @Override
        public URI uri() {
            return response.uri();
        }

        @Override
        public HttpClient.Version version() {
            return response.version();
        }
    }
}
