package dev.lockstep.convex.http;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.convex.value.ConvexValue.Text;
import dev.lockstep.convex.value.ConvexValueException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** Reads a deployment's HTTP response. */
final class AnswerReader {

    /** The status that older deployments use for "the function threw". */
    private static final int FUNCTION_THREW = 560;

    private static final int LONGEST_MESSAGE = 500;

    private AnswerReader() {}

    /** @throws IOException when the body breaks off */
    static Answer read(Response response) throws IOException {
        Optional<String> body = text(response.body().source());
        boolean answered = response.isSuccessful() || response.code() == FUNCTION_THREW;
        if (!answered) {
            return refused(response, body.orElse(""));
        }
        if (body.isEmpty()) {
            return new Answer.Unreadable("it is larger than " + FunctionCalls.MAX_BODY_BYTES + " bytes");
        }
        try {
            return envelope(ConvexJson.parse(body.get()));
        } catch (ConvexValueException e) {
            return new Answer.Unreadable("it is not a Convex value");
        }
    }

    private static Optional<String> text(BufferedSource source) throws IOException {
        if (source.request(FunctionCalls.MAX_BODY_BYTES + 1L)) {
            return Optional.empty();
        }
        return Optional.of(source.readString(StandardCharsets.UTF_8));
    }

    private static Answer envelope(ConvexValue body) {
        if (!(body instanceof Obj envelope)) {
            return new Answer.Unreadable("it is not an object");
        }
        String status = envelope.text("status").orElse("");
        Optional<ConvexValue> value = envelope.field("value");
        if (status.equals("success") && value.isPresent()) {
            return new Answer.Returned(value.get(), logLines(envelope));
        }
        Optional<String> message = envelope.text("errorMessage");
        if (status.equals("error") && message.isPresent()) {
            return new Answer.Threw(message.get(), envelope.field("errorData").orElse(null), logLines(envelope));
        }
        return new Answer.Unreadable("it has neither a value nor an error");
    }

    private static List<String> logLines(Obj envelope) {
        return envelope.field("logLines").orElse(ConvexValue.NULL) instanceof Array(var lines)
                ? lines.stream()
                        .filter(Text.class::isInstance)
                        .map(line -> ((Text) line).value())
                        .toList()
                : List.of();
    }

    private static Answer refused(Response response, String body) {
        Duration retryAfter = retryAfter(response);
        try {
            if (ConvexJson.parse(body) instanceof Obj problem
                    && problem.text("code").isPresent()) {
                return new Answer.Refused(
                        response.code(),
                        problem.text("code").get(),
                        shortened(problem.text("message").orElse("")),
                        retryAfter);
            }
        } catch (ConvexValueException e) {
            // Gateways answer in HTML or plain text; there is nothing to learn from their body.
            return new Answer.Refused(response.code(), null, "", retryAfter);
        }
        return new Answer.Refused(response.code(), null, "", retryAfter);
    }

    private static String shortened(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + "…";
    }

    /** Seconds, or a date, which is measured against the answer's own date: no two clocks are compared. */
    private static @Nullable Duration retryAfter(Response response) {
        String header = response.header("Retry-After");
        if (header != null && header.matches("\\d{1,6}")) {
            return Duration.ofSeconds(Long.parseLong(header));
        }
        Instant until = response.headers().getInstant("Retry-After");
        Instant now = response.headers().getInstant("Date");
        if (until == null || now == null || until.isBefore(now)) {
            return null;
        }
        return Duration.between(now, until);
    }
}
