package dev.lockstep.convex.deployment;

import dev.lockstep.convex.deployment.PlatformProblem.Effect;
import dev.lockstep.convex.outside.ForbiddenAddress;
import dev.lockstep.core.Problem.Kind;
import dev.lockstep.core.Problem.Words;
import dev.lockstep.core.ProblemCode;
import java.time.Duration;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Turns answers other than success into problems. Convex's own text is shown only where nothing better is known, and cut;
 * a request's own content never is.
 */
final class Refusals {

    static final String RETRY_AFTER = "Retry-After";

    private static final int LONGEST = 300;

    /** Convex's own number for a function that threw. */
    private static final int FUNCTION_THREW = 560;

    private static final String WAIT = "Lockstep tries again; you can also try again in a moment.";

    private Refusals() {}

    static PlatformProblem of(Response response, String body, boolean reads) {
        int status = response.code();
        String code = field(body, "code");
        String message = field(body, "message");
        Duration retryAfter = retryAfter(response);
        // Older endpoints and their gateways put the reason into the text only.
        if (said(code, message, body, "SSORequired") || said(code, message, body, "SSO_REQUIRED")) {
            return refused(
                    PlatformProblem.SSO,
                    Kind.PERMANENT,
                    "This team requires single sign-on.",
                    "Sign in to Convex with SSO, then try again.",
                    status);
        }
        if (said(code, message, body, "ProjectQuotaReached")) {
            return refused(
                    PlatformProblem.QUOTA,
                    Kind.PERMANENT,
                    "Your Convex team has no project slots left.",
                    "Delete a project, change the team's plan, or choose another team.",
                    status);
        }
        return switch (status) {
            case 401 ->
                refused(
                        PlatformProblem.REVOKED,
                        Kind.AUTH,
                        "Convex no longer accepts our access (revoked or the member left the team).",
                        "Reconnect.",
                        status);
            case 403 ->
                refused(
                        PlatformProblem.NOT_PERMITTED,
                        Kind.PERMANENT,
                        message.isEmpty() ? "Convex does not allow this with our access." : cut(message),
                        "Ask an administrator of the Convex team for the permission, or choose another team.",
                        status);
            case 404 ->
                refused(
                        PlatformProblem.MISSING,
                        Kind.PERMANENT,
                        message.isEmpty() ? "Convex does not have it (any more)." : cut(message),
                        "Look in the Convex dashboard whether it was deleted.",
                        status);
            case 429 ->
                new PlatformProblem(
                        PlatformProblem.BUSY,
                        Kind.TRANSIENT,
                        "Convex asks us to slow down.",
                        WAIT,
                        status,
                        Effect.NONE,
                        retryAfter);
            case FUNCTION_THREW -> threw(field(body, "errorMessage"));
            default ->
                status >= 500 || status == 408
                        ? new PlatformProblem(
                                PlatformProblem.FAILING,
                                Kind.TRANSIENT,
                                "Convex has trouble answering (" + status + ").",
                                WAIT,
                                status,
                                reads ? Effect.NONE : Effect.UNKNOWN,
                                retryAfter,
                                Words.with(status))
                        : refused(
                                PlatformProblem.REFUSED,
                                Kind.PERMANENT,
                                message.isEmpty() ? "Convex refused the request (" + status + ")." : cut(message),
                                "Correct what it names, then try again.",
                                status);
        };
    }

    /** A refusal for want of a permission, with its name; everything else as it is. */
    static PlatformProblem lacking(PlatformProblem problem, String permission) {
        return problem.is(PlatformProblem.NOT_PERMITTED)
                ? refused(
                        PlatformProblem.NOT_PERMITTED,
                        Kind.PERMANENT,
                        "The key to this deployment lacks the permission " + permission + ".",
                        "Ask an administrator of the Convex team for it, or connect with a key that has it.",
                        problem.status(),
                        Words.of("key", permission))
                : problem;
    }

    static PlatformProblem threw(String message) {
        if (message.contains("Could not find")) {
            return refused(
                    PlatformProblem.NOT_OFFERED,
                    Kind.PERMANENT,
                    "This deployment does not tell it.",
                    "Look in the Convex dashboard; if you host the deployment yourself, a newer version may tell it.",
                    FUNCTION_THREW);
        }
        return refused(
                PlatformProblem.FUNCTION_FAILED,
                Kind.PERMANENT,
                "Convex said: " + cut(message.replaceFirst("^\\[Request ID: [^]]*] Server Error\\s*", "")),
                "Correct what it names, then try again.",
                FUNCTION_THREW);
    }

    static PlatformProblem grant(PlatformProblem problem) {
        return problem.kind() == Kind.TRANSIENT
                ? problem
                : new PlatformProblem(
                        PlatformProblem.GRANT_REFUSED,
                        Kind.PERMANENT,
                        "Convex did not accept the authorization: " + problem.sentence(),
                        "Start again. If it happens again, compare the return address and the client id on the setup"
                                + " page with what is registered in Convex.",
                        problem.status(),
                        Effect.NONE,
                        null,
                        Words.with(problem));
    }

    static PlatformProblem unreachable(String host, boolean sent) {
        return new PlatformProblem(
                PlatformProblem.UNREACHABLE,
                Kind.TRANSIENT,
                "Convex did not answer (" + host + ").",
                WAIT,
                0,
                sent ? Effect.UNKNOWN : Effect.NONE,
                null,
                Words.of("platform", host));
    }

    static PlatformProblem forbidden(ForbiddenAddress address) {
        return refused(
                PlatformProblem.FORBIDDEN_ADDRESS, Kind.PERMANENT, address.sentence(), ForbiddenAddress.NEXT_STEP, 0);
    }

    static PlatformProblem badArguments() {
        return refused(
                PlatformProblem.REFUSED,
                Kind.PERMANENT,
                "The arguments are no JSON object.",
                "Write them like {\"name\": \"value\"}, with double quotes.",
                0);
    }

    static PlatformProblem unreadable(String what) {
        return new PlatformProblem(
                PlatformProblem.FAILING,
                Kind.TRANSIENT,
                "Convex's answer could not be read: " + what + ".",
                WAIT,
                200,
                Effect.UNKNOWN,
                null,
                Words.of("unreadable", what));
    }

    static PlatformProblem tooLarge(int bytes) {
        return new PlatformProblem(
                PlatformProblem.TOO_LARGE,
                Kind.PERMANENT,
                "Convex's answer could not be read: it is larger than " + bytes + " bytes.",
                "Ask for less.",
                200,
                Effect.UNKNOWN,
                null,
                Words.with(bytes));
    }

    private static PlatformProblem refused(ProblemCode code, Kind kind, String sentence, String next, int status) {
        return refused(code, kind, sentence, next, status, Words.ONLY);
    }

    private static PlatformProblem refused(
            ProblemCode code, Kind kind, String sentence, String next, int status, Words words) {
        return new PlatformProblem(code, kind, sentence, next, status, Effect.NONE, null, words);
    }

    private static boolean said(String code, String message, String body, String word) {
        return code.equals(word) || message.contains(word) || (code.isEmpty() && body.contains(word));
    }

    private static String field(String body, String name) {
        try {
            JsonNode json = JsonMapper.shared().readTree(body);
            return json == null ? "" : json.path(name).asString("");
        } catch (JacksonException e) {
            // Gateways answer in HTML or plain text; there is nothing to learn from their body.
            return "";
        }
    }

    private static String cut(String message) {
        return message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…";
    }

    private static @Nullable Duration retryAfter(Response response) {
        String header = response.header(RETRY_AFTER);
        return header != null && header.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(header)) : null;
    }
}
