package dev.lockstep.sandbox.e2b.wire;

import dev.lockstep.sandbox.process.SandboxProblem;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How requests to E2B are made: once, within a time, with answers of a bounded size. Thread-safe; blocks. */
public final class Http implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** Making a machine takes some seconds. */
    private static final Duration CALL = Duration.ofSeconds(60);

    /** Streams say something every {@value Envd#KEEPALIVE_SECONDS} s; what is silent for longer is broken. */
    private static final Duration SILENCE = Duration.ofSeconds(Envd.KEEPALIVE_SECONDS * 2L);

    private static final long LARGEST = 8L * 1024 * 1024;
    private static final int LONGEST_MESSAGE = 300;

    /**
     * An answer with its body.
     *
     * @param retryAfter the header's seconds, 0 when there is none
     */
    record Answer(int status, byte[] body, long retryAfter) {

        JsonNode json() {
            try {
                return JsonMapper.shared().readTree(body);
            } catch (JacksonException e) {
                return JsonMapper.shared().nullNode();
            }
        }

        boolean isSuccess() {
            return status / 100 == 2;
        }

        String message() {
            String message = json().path("message").asString("");
            return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + "…";
        }
    }

    private final OkHttpClient calls = new OkHttpClient.Builder()
            .connectTimeout(CONNECT)
            .readTimeout(CALL)
            .callTimeout(CALL)
            // A request that was sent on a connection that then died may have made a machine.
            .retryOnConnectionFailure(false)
            // A redirect would carry the key to a host that nobody configured.
            .followRedirects(false)
            .followSslRedirects(false)
            .connectionPool(new ConnectionPool(8, 15, TimeUnit.SECONDS))
            .build();

    private final OkHttpClient streams =
            calls.newBuilder().callTimeout(Duration.ZERO).readTimeout(SILENCE).build();

    /** @throws SandboxProblem when no whole answer comes */
    Answer call(Request request) {
        try (Response response = calls.newCall(request).execute()) {
            BufferedSource body = response.body().source();
            if (body.request(LARGEST + 1)) {
                throw SandboxProblem.lasting(
                        SandboxProblem.SERVICE_FAILING, "E2B answered with more than can be read.", "Ask for less.");
            }
            String wait = response.header("Retry-After", "");
            return new Answer(
                    response.code(),
                    body.readByteArray(),
                    wait != null && wait.matches("\\d{1,6}") ? Long.parseLong(wait) : 0);
        } catch (IOException e) {
            throw unreachable();
        }
    }

    Call stream(Request request) {
        return streams.newCall(request);
    }

    public static SandboxProblem unreachable() {
        return SandboxProblem.passing(SandboxProblem.SERVICE_UNREACHABLE, "E2B could not be reached.");
    }

    /** What an answer that is no success means. */
    static SandboxProblem problem(Answer answer) {
        return switch (answer.status()) {
            case 401, 403 -> SandboxProblem.keyRefused();
            case 429 ->
                SandboxProblem.passing(
                        SandboxProblem.SERVICE_FAILING,
                        "E2B asks us to slow down.",
                        answer.retryAfter() > 0 ? Duration.ofSeconds(answer.retryAfter()) : null);
            case 507 ->
                SandboxProblem.lasting(
                        SandboxProblem.DISK_FULL, "The cloud sandbox's disk is full.", "Delete files, or start anew.");
            case 400, 404, 405, 406, 409, 422 ->
                SandboxProblem.lasting(
                        SandboxProblem.SERVICE_FAILING,
                        "E2B refused the request: " + answer.message(),
                        "Check the template and the limits of the E2B team.");
            default ->
                SandboxProblem.passing(
                        SandboxProblem.SERVICE_FAILING, "E2B is in trouble (status " + answer.status() + ").");
        };
    }

    @Override
    public void close() {
        calls.dispatcher().executorService().shutdown();
        calls.connectionPool().evictAll();
    }
}
