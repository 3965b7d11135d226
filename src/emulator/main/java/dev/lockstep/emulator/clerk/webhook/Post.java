package dev.lockstep.emulator.clerk.webhook;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Makes one request of a message. Follows no redirects: an address that moved has to be told to the sender. */
final class Post implements AutoCloseable {

    private static final int OK = 200;
    private static final int REDIRECT = 300;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Signing signing;
    private final Duration patience;

    /** @param patience how long the whole of an answer may take */
    Post(Signing signing, Duration patience) {
        this.signing = signing;
        this.patience = patience;
    }

    /**
     * How a request went.
     *
     * @param status of the answer, null where none came
     * @param error why none came
     * @param last whether the receiver asks not to be tried again
     */
    record Result(@Nullable Integer status, @Nullable String error, boolean last) {

        boolean taken() {
            return status != null && status >= OK && status < REDIRECT;
        }
    }

    /** @param at goes into the signature, so that a receiver can refuse what is old */
    Result send(Message message, URI address, Instant at) {
        var answer = client.sendAsync(request(message, address, at), HttpResponse.BodyHandlers.discarding());
        try {
            HttpResponse<Void> response = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            boolean abort = response.headers()
                    .firstValue("webhook-delivery")
                    .filter("abort-message"::equals)
                    .isPresent();
            return new Result(response.statusCode(), null, abort);
        } catch (TimeoutException e) {
            answer.cancel(true);
            return new Result(null, "No answer within " + patience.toSeconds() + " s", false);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new Result(null, cause.getClass().getSimpleName(), false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result(null, "Interrupted", false);
        }
    }

    private HttpRequest request(Message message, URI address, Instant at) {
        byte[] payload = message.payload().getBytes(StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .header("User-Agent", "Svix-Webhooks/1.0 (emulated by Lockstep)")
                .header("svix-id", message.id())
                .header("svix-timestamp", Long.toString(at.getEpochSecond()))
                .header("svix-signature", signing.signature(message.id(), at, payload))
                .POST(HttpRequest.BodyPublishers.ofByteArray(payload))
                .build();
    }

    /** Breaks off what is under way. */
    @Override
    public void close() {
        client.shutdownNow();
    }
}
