package dev.lockstep.convex;

import dev.lockstep.convex.http.Answer;
import dev.lockstep.convex.http.FunctionCalls;
import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Calls functions of one Convex deployment over HTTP. A function's path is {@code module:function}, for example
 * {@code users:current}.
 *
 * <p>Each call blocks until it has a result or its time is over (8 s unless configured): asking for the token and
 * trying again are within that time. Queries are tried again for up to 3 s; everything else only when it is known not
 * to have run. No failure of the network, the deployment or the function comes out as anything but a
 * {@link ConvexProblem}.
 *
 * <p>Thread-safe. Holds connections; does not hold tokens or results.
 */
public final class ConvexClient implements AutoCloseable {

    private final FunctionCalls calls;
    private final Duration callTimeout;
    private final RetryPolicy retries;
    private final RandomGenerator random;
    private final LongSupplier nanoTime;
    private final CountDownLatch closed = new CountDownLatch(1);

    public ConvexClient(ConvexProperties properties) {
        this(properties, new SecureRandom(), System::nanoTime);
    }

    ConvexClient(ConvexProperties properties, RandomGenerator random, LongSupplier nanoTime) {
        this.calls = new FunctionCalls(properties.url(), properties.connectTimeout());
        this.callTimeout = properties.callTimeout();
        this.retries = RetryPolicy.within(properties.callTimeout());
        this.random = random;
        this.nanoTime = nanoTime;
    }

    /** @throws ConvexProblem when there is no result */
    public ConvexValue query(String path, ConvexValue.Obj args, TokenSource tokens) {
        return call(FunctionKind.QUERY, path, args, tokens).value();
    }

    /** @throws ConvexProblem when there is no result; ask it whether the mutation may have run */
    public ConvexValue mutation(String path, ConvexValue.Obj args, TokenSource tokens) {
        return call(FunctionKind.MUTATION, path, args, tokens).value();
    }

    /** @throws ConvexProblem when there is no result; ask it whether the action may have run */
    public ConvexValue action(String path, ConvexValue.Obj args, TokenSource tokens) {
        return call(FunctionKind.ACTION, path, args, tokens).value();
    }

    /**
     * Calls any function, internal ones too. Needs a {@link ConvexToken.Admin}.
     *
     * @throws ConvexProblem when there is no result; ask it whether the function may have run
     */
    public ConvexValue function(String path, ConvexValue.Obj args, TokenSource tokens) {
        return call(FunctionKind.ANY, path, args, tokens).value();
    }

    /**
     * The result with the lines that the function logged.
     *
     * @throws ConvexProblem when there is no result
     */
    public FunctionResult call(FunctionKind kind, String path, ConvexValue.Obj args, TokenSource tokens) {
        byte[] body = body(kind, path, args);
        long start = nanoTime.getAsLong();
        var anonymous = new Diagnosis(kind, path, Authorization.of(new ConvexToken.None()));
        if (body.length > FunctionCalls.MAX_BODY_BYTES) {
            throw anonymous.tooLarge(body.length);
        }
        for (int failures = 1; ; failures++) {
            var authorization = Authorization.of(BoundedTokens.ask(tokens, remaining(start), anonymous));
            Answer answer = calls.post(kind.endpoint(), body, authorization.header(), remaining(start));
            if (answer instanceof Answer.Returned(var value, var logLines)) {
                return new FunctionResult(value, logLines);
            }
            Optional<Duration> wait = retries.next(kind, answer, failures, elapsed(start), random);
            if (wait.isEmpty() || !waited(wait.get())) {
                throw new Diagnosis(kind, path, authorization).of(answer);
            }
        }
    }

    /** Ends waiting calls and lets go of the connections. */
    @Override
    public void close() {
        closed.countDown();
        calls.close();
    }

    private static byte[] body(FunctionKind kind, String path, ConvexValue.Obj args) {
        var json = new StringBuilder("{\"path\":");
        ConvexJson.writeText(path, json);
        json.append(",\"format\":\"convex_encoded_json\",\"args\":");
        // Arguments are positional everywhere but at the endpoint for owners.
        boolean positional = kind != FunctionKind.ANY;
        json.append(positional ? "[" : "");
        ConvexJson.write(args, json);
        return json.append(positional ? "]}" : "}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private Duration elapsed(long start) {
        return Duration.ofNanos(nanoTime.getAsLong() - start);
    }

    /** Never zero, which would mean "without end". */
    private Duration remaining(long start) {
        Duration left = callTimeout.minus(elapsed(start));
        return left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
    }

    /** Whether the wait went by; false when the client was closed or the thread interrupted meanwhile. */
    private boolean waited(Duration wait) {
        try {
            return !closed.await(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
