package dev.lockstep.emulator.fault;

import dev.lockstep.core.Secret;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.catalina.connector.ClientAbortException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stands in front of an emulator and makes the trouble that its {@link FaultPlan} holds. The plan is set over HTTP by
 * whoever has the emulator's key:
 *
 * <pre>
 *   POST /emulator/faults   {"match": "PATCH /v1/users/", "delayMillis": 200, "status": 429,
 *                            "headers": {"Retry-After": "2"}, "body": "{}", "cut": false, "times": 3}
 *   DELETE /emulator/faults
 * </pre>
 *
 * {@code match} is a regular expression found in {@code METHOD /path}; without {@code status} the emulator itself
 * answers after the delay; without {@code times} the fault stays. {@code "drop": true} closes the connection. With
 * {@code "after": true} the emulator does what it was asked, and the caller gets the trouble for an answer. Messages
 * of WebSockets are called {@code RECEIVE Mutation}, {@code SEND Transition} and so on; they are delayed or dropped.
 * Webhooks are called {@code WEBHOOK user.updated} and so on; they are delayed, dropped, sent twice with {@code
 * "duplicate": true}, or sent after the one that follows with {@code "reorder": true}.
 */
public final class FaultFilter implements Filter {

    /** Where the plan is set. */
    public static final String PATH = "/emulator/faults";

    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final JsonMapper JSON = new JsonMapper();

    private final FaultPlan plan;
    private final Secret key;
    private final CountDownLatch closing = new CountDownLatch(1);

    /** @param key what a request that changes the plan carries after {@code Authorization: Bearer} or {@code Convex} */
    public FaultFilter(FaultPlan plan, Secret key) {
        this.plan = plan;
        this.key = key;
    }

    /** The trouble that is still to come. */
    public FaultPlan plan() {
        return plan;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var http = (HttpServletRequest) request;
        var answer = (HttpServletResponse) response;
        if (http.getRequestURI().equals(PATH)) {
            change(http, answer);
            return;
        }
        Optional<Fault> fault = plan.take(http.getMethod() + " " + http.getRequestURI());
        if (fault.isPresent()) {
            pause(fault.get().delay());
        }
        Optional<Fault.Answer> instead = fault.flatMap(Fault::answer);
        if (instead.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        if (instead.get().effect() == Fault.Effect.DONE) {
            chain.doFilter(request, new LostAnswer(answer));
        }
        write(instead.get(), answer);
    }

    private void change(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!allowed(request)) {
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        if (request.getMethod().equals("DELETE")) {
            plan.clear();
            return;
        }
        try {
            JsonNode body = JSON.readTree(request.getInputStream().readAllBytes());
            plan.add(read(body), body.path("times").asInt(FaultPlan.FOR_EVER));
        } catch (JacksonException | IllegalArgumentException e) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            response.getOutputStream()
                    .write("A fault is JSON with a regular expression in 'match'.".getBytes(StandardCharsets.UTF_8));
        }
    }

    private boolean allowed(HttpServletRequest request) {
        String[] parts = String.valueOf(request.getHeader("Authorization")).split(" ", 2);
        return parts.length == 2 && key.matches(parts[1]);
    }

    private static Fault read(JsonNode body) {
        if (!body.path("match").isString()) {
            throw new IllegalArgumentException("match is missing");
        }
        Duration delay = Duration.ofMillis(Math.clamp(body.path("delayMillis").asLong(0), 0, LONGEST.toMillis()));
        boolean instead = body.has("status") || body.path("drop").asBoolean(false);
        Optional<Fault.Answer> answer = instead ? Optional.of(answer(body)) : Optional.empty();
        return new Fault(Pattern.compile(body.get("match").asString()), delay, answer, passage(body));
    }

    private static Fault.Passage passage(JsonNode body) {
        if (body.path("reorder").asBoolean(false)) {
            return Fault.Passage.HELD_BACK;
        }
        return body.path("duplicate").asBoolean(false) ? Fault.Passage.TWICE : Fault.Passage.STRAIGHT;
    }

    private static Fault.Answer answer(JsonNode body) {
        Map<String, String> headers = new HashMap<>();
        body.path("headers")
                .propertyStream()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asString()));
        return new Fault.Answer(
                body.path("status").asInt(HttpServletResponse.SC_OK),
                body.path("body").asString(""),
                headers,
                ending(body),
                body.path("after").asBoolean(false) ? Fault.Effect.DONE : Fault.Effect.NONE);
    }

    private static Fault.Ending ending(JsonNode body) {
        if (body.path("drop").asBoolean(false)) {
            return Fault.Ending.DROPPED;
        }
        return body.path("cut").asBoolean(false) ? Fault.Ending.CUT : Fault.Ending.WHOLE;
    }

    private void pause(Duration delay) {
        try {
            // A latch rather than a sleep, so that closing the emulator ends the waiting.
            boolean closed = closing.await(delay.toMillis(), TimeUnit.MILLISECONDS);
            if (closed) {
                Thread.currentThread().interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(Fault.Answer answer, HttpServletResponse response) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        if (response.getContentType() == null) {
            response.setContentType("application/json");
        }
        // Promises more than comes: whoever reads what did come knows that it is not all.
        boolean dropped = answer.ending() == Fault.Ending.DROPPED;
        response.setContentLength(dropped ? body.length + 1 : body.length);
        byte[] sent = switch (answer.ending()) {
            case WHOLE -> body;
            case CUT -> Arrays.copyOf(body, body.length / 2);
            case DROPPED -> new byte[0];
        };
        response.getOutputStream().write(sent);
        response.flushBuffer();
        if (answer.ending() != Fault.Ending.WHOLE) {
            // Else the server keeps the connection for the next request, and the client waits for the rest. Of all that
            // can be thrown here, this alone makes it hang up without a word, in the answer or in the log.
            throw new ClientAbortException("A fault that was asked for");
        }
    }

    @Override
    public void destroy() {
        closing.countDown();
    }
}
