package dev.lockstep.clerk;

import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a call to Clerk did not do what it should. Carries Clerk's codes and the fields at fault, never a body, a key or a
 * token.
 */
public final class ClerkProblem extends Problem {

    static final ProblemCode UNREACHABLE = new ProblemCode("ClerkUnreachable");
    static final ProblemCode SLOW = new ProblemCode("ClerkSlow");
    static final ProblemCode FAILING = new ProblemCode("ClerkFailing");
    static final ProblemCode BUSY = new ProblemCode("ClerkBusy");
    static final ProblemCode UNREADABLE = new ProblemCode("ClerkUnreadable");
    static final ProblemCode STOPPED = new ProblemCode("ClerkCallStopped");
    static final ProblemCode KEY_REFUSED = new ProblemCode("ClerkKeyRefused");
    static final ProblemCode NOT_FOUND = new ProblemCode("ClerkNotFound");
    static final ProblemCode REFUSED = new ProblemCode("ClerkRefused");

    private ClerkProblem(
            ProblemCode code,
            Kind kind,
            String sentence,
            String nextStep,
            List<Field> fields,
            @Nullable Duration retryAfter,
            Words words) {
        super(code, kind, sentence, nextStep, fields, retryAfter, null, words);
    }

    static ClerkProblem passing(ProblemCode code, String sentence) {
        return passing(code, sentence, null);
    }

    /** Something that may be better in a while. */
    static ClerkProblem passing(ProblemCode code, String sentence, @Nullable Duration retryAfter) {
        return passing(code, sentence, retryAfter, Words.ONLY);
    }

    /** An answer with this status of HTTP. */
    static ClerkProblem failing(int status, @Nullable Duration retryAfter) {
        return passing(FAILING, "Clerk has trouble answering (" + status + ").", retryAfter, Words.with(status));
    }

    private static ClerkProblem passing(ProblemCode code, String sentence, @Nullable Duration retryAfter, Words words) {
        return new ClerkProblem(
                code,
                Kind.TRANSIENT,
                sentence,
                "Nothing is lost; try again in a moment.",
                List.of(),
                retryAfter,
                words);
    }

    static ClerkProblem keyRefused() {
        return new ClerkProblem(
                KEY_REFUSED,
                Kind.AUTH,
                "Clerk refused the secret key.",
                "Check CLERK_SECRET_KEY and CLERK_API_URL: the key must belong to that instance.",
                List.of(),
                null,
                Words.ONLY);
    }

    static ClerkProblem notFound() {
        return new ClerkProblem(
                NOT_FOUND,
                Kind.PERMANENT,
                "Clerk does not know what the call is about.",
                "Reload the page; it may have been deleted.",
                List.of(),
                null,
                Words.ONLY);
    }

    /** @param sentence Clerk's own words */
    static ClerkProblem refused(String sentence, List<Field> fields) {
        return refused(sentence, fields, Words.ONLY);
    }

    /** An answer with this status of HTTP, which does not say why. */
    static ClerkProblem refused(int status, List<Field> fields) {
        return refused("Clerk refused the call (HTTP " + status + ").", fields, Words.with(status));
    }

    private static ClerkProblem refused(String sentence, List<Field> fields, Words words) {
        return new ClerkProblem(
                REFUSED, Kind.PERMANENT, sentence, "Change what is marked and save again.", fields, null, words);
    }
}
