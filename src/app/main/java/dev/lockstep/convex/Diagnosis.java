package dev.lockstep.convex;

import dev.lockstep.convex.ConvexProblem.Outcome;
import dev.lockstep.convex.http.Answer;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.convex.value.ConvexValue.Text;
import dev.lockstep.core.Problem;
import dev.lockstep.core.Problem.Kind;
import dev.lockstep.core.ProblemCode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns an answer that is no result into a problem: its code, its kind, what it says and what is known of the effect.
 * Pure.
 */
record Diagnosis(FunctionKind function, String path, Authorization authorization) {

    /** The code with which functions refuse a caller without a valid identity. */
    private static final String NOT_SIGNED_IN = "NotSignedIn";

    private static final Pattern CODE = Pattern.compile("[A-Z][A-Za-z0-9]{1,63}");
    private static final Pattern REQUEST_ID = Pattern.compile("^\\[Request ID: \\w+] *");

    private static final String TRY_AGAIN = "Try again in a moment.";
    private static final String CHANGE_INPUT = "Change what the message names and try again.";
    private static final String SIGN_IN = "Sign in again and repeat it.";
    private static final String TELL_OPERATOR = "Tell whoever runs this deployment.";

    ConvexProblem of(Answer answer) {
        return switch (answer) {
            case Answer.Returned returned ->
                throw new IllegalStateException("Bug: a result is no problem, path was " + path);
            case Answer.Threw threw -> threw.data() == null ? failed(threw) : refusedByFunction(threw.data());
            case Answer.Refused refused -> refusedByDeployment(refused);
            case Answer.Unreached(IOException cause) ->
                problem("ConvexUnreachable", Kind.TRANSIENT, "Convex cannot be reached.", Outcome.NO_EFFECT, cause);
            case Answer.Lost(IOException cause) ->
                problem("ConvexNoAnswer", Kind.TRANSIENT, "Convex did not answer in time.", ifItWrites(), cause);
            case Answer.Unreadable(String reason) ->
                problem(
                        "ConvexUnreadable",
                        Kind.TRANSIENT,
                        "The answer of Convex cannot be read: " + reason + ".",
                        ifItWrites(),
                        null);
        };
    }

    /** The function threw a ConvexError: it says itself what is wrong. */
    private ConvexProblem refusedByFunction(ConvexValue data) {
        Optional<String> code = Optional.empty();
        Optional<String> message = Optional.empty();
        Optional<String> field = Optional.empty();
        if (data instanceof Obj refusal) {
            code = refusal.text("code");
            message = refusal.text("message");
            field = refusal.text("field");
        } else if (data instanceof Text(String text)) {
            message = Optional.of(text);
        }
        String name = code.orElse("FunctionRefused");
        String sentence = message.orElse(path + " refused the call.");
        List<Problem.Field> fields =
                field.map(at -> List.of(new Problem.Field(at, name, sentence))).orElse(List.of());
        boolean unknownCaller = name.equals(NOT_SIGNED_IN);
        return new ConvexProblem(
                codeOr(name, "FunctionRefused"),
                unknownCaller ? Kind.AUTH : Kind.PERMANENT,
                authorization.scrub(sentence),
                unknownCaller ? SIGN_IN : CHANGE_INPUT,
                fields,
                null,
                data,
                Outcome.NO_EFFECT,
                null);
    }

    /** The function threw something else, or never began. */
    private ConvexProblem failed(Answer.Threw threw) {
        String message = firstLine(threw.message());
        if (RetryPolicy.isWriteConflict(threw)) {
            return problem(
                    "WriteConflict", Kind.TRANSIENT, path + " met other writes: " + message, Outcome.NO_EFFECT, null);
        }
        String code = "FunctionFailed";
        if (message.startsWith("Could not find")) {
            code = "FunctionMissing";
        } else if (message.contains("ArgumentValidationError")) {
            code = "ArgumentsRefused";
        }
        return problem(code, Kind.PERMANENT, path + " failed: " + message, Outcome.NO_EFFECT, null);
    }

    private ConvexProblem refusedByDeployment(Answer.Refused refused) {
        int status = refused.status();
        String code = refused.code() == null ? "ConvexStatus" + status : refused.code();
        String reason = refused.message().isBlank() ? code : code + ", " + refused.message();
        // The deployment's own 503 means refused before the function ran, or undone; any other 5xx says nothing.
        boolean silent = status >= 500 && !(status == 503 && refused.code() != null);
        Outcome outcome = silent || status == 408 ? ifItWrites() : Outcome.NO_EFFECT;
        return new ConvexProblem(
                codeOr(code, "ConvexRefused"),
                kindOf(status),
                authorization.scrub("Convex answered " + path + " with status " + status + ": " + reason),
                nextStep(kindOf(status)),
                List.of(),
                refused.retryAfter(),
                null,
                outcome,
                null);
    }

    private static Kind kindOf(int status) {
        return switch (status) {
            case 401, 403 -> Kind.AUTH;
            case 408, 409, 421, 425, 429 -> Kind.TRANSIENT;
            default -> status >= 500 ? Kind.TRANSIENT : Kind.PERMANENT;
        };
    }

    /** No token could be had, so nothing was sent. */
    ConvexProblem noToken(@Nullable Throwable cause) {
        return problem(
                "TokenUnavailable",
                Kind.AUTH,
                "The sign-in for Convex could not be obtained.",
                Outcome.NO_EFFECT,
                cause);
    }

    /** The token source was still busy when the call's time was over, so nothing was sent. */
    ConvexProblem tokenTooSlow(Duration waited) {
        return problem(
                "TokenTooSlow",
                Kind.TRANSIENT,
                "The sign-in for Convex was not there within " + waited.toMillis() + " ms.",
                Outcome.NO_EFFECT,
                null);
    }

    ConvexProblem tooLarge(int bytes) {
        return problem(
                "ArgumentsTooLarge",
                Kind.PERMANENT,
                "The arguments of " + path + " have " + bytes + " bytes, more than Convex takes.",
                Outcome.NO_EFFECT,
                null);
    }

    private ConvexProblem problem(String code, Kind kind, String sentence, Outcome outcome, @Nullable Throwable cause) {
        return new ConvexProblem(
                new ProblemCode(code),
                kind,
                authorization.scrub(sentence),
                nextStep(kind),
                List.of(),
                null,
                null,
                outcome,
                cause);
    }

    private static String nextStep(Kind kind) {
        return switch (kind) {
            case TRANSIENT -> TRY_AGAIN;
            case PERMANENT -> TELL_OPERATOR;
            case AUTH -> SIGN_IN;
        };
    }

    private Outcome ifItWrites() {
        return function == FunctionKind.QUERY ? Outcome.NO_EFFECT : Outcome.UNKNOWN;
    }

    private static ProblemCode codeOr(String code, String fallback) {
        return new ProblemCode(CODE.matcher(code).matches() ? code : fallback);
    }

    /** The line with the error itself: no request id, no "Server Error" above it, no "Uncaught", no stack frames. */
    private static String firstLine(String message) {
        List<String> lines =
                REQUEST_ID.matcher(message).replaceFirst("").lines().toList();
        if (lines.isEmpty()) {
            return "no reason given";
        }
        String line = lines.size() > 1 && lines.getFirst().equals("Server Error") ? lines.get(1) : lines.getFirst();
        return line.startsWith("Uncaught ") ? line.substring("Uncaught ".length()) : line;
    }
}
