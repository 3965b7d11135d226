package dev.lockstep.convex.deployment;

import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request to Convex's platform or to a deployment's administration that did not do what was asked. */
public final class PlatformProblem extends Problem {

    /** Convex no longer takes the access it gave: revoked, or the member left the team. */
    public static final ProblemCode REVOKED = new ProblemCode("AccessRevoked");

    /** The access is good, but does not reach this far. */
    public static final ProblemCode NOT_PERMITTED = new ProblemCode("NotPermitted");

    /** The team's plan allows no more projects. */
    public static final ProblemCode QUOTA = new ProblemCode("ProjectQuotaReached");

    /** The team lets its members in by single sign-on only. */
    public static final ProblemCode SSO = new ProblemCode("SSORequired");

    /** There is no such project, deployment or key. */
    public static final ProblemCode MISSING = new ProblemCode("NotFoundInConvex");

    /** Convex refused the address to which it was to send people back, or what stands for their consent. */
    public static final ProblemCode GRANT_REFUSED = new ProblemCode("GrantRefused");

    /** Too many requests. */
    public static final ProblemCode BUSY = new ProblemCode("ConvexBusy");

    /** An answer in the five hundreds, or none that can be read. */
    public static final ProblemCode FAILING = new ProblemCode("ConvexFailing");

    /** An answer that holds more than one may. */
    public static final ProblemCode TOO_LARGE = new ProblemCode("ConvexAnswerTooLarge");

    /** No answer: the host was not found, refused, or took too long. */
    public static final ProblemCode UNREACHABLE = new ProblemCode("ConvexUnreachable");

    /** A function of the deployment's own threw; the sentence has its words. */
    public static final ProblemCode FUNCTION_FAILED = new ProblemCode("FunctionFailed");

    /** The deployment has no such function of its own: an older or a different one. */
    public static final ProblemCode NOT_OFFERED = new ProblemCode("NotOfferedByDeployment");

    /** The deployment is inside this server's own network, which people from outside are kept out of. */
    public static final ProblemCode FORBIDDEN_ADDRESS = new ProblemCode("AddressNotAllowed");

    /** Every other refusal; the sentence has Convex's own words. */
    public static final ProblemCode REFUSED = new ProblemCode("ConvexRefused");

    private final int status;
    private final Effect effect;

    /** What is known of what the request was to do. */
    enum Effect {
        NONE,
        UNKNOWN
    }

    PlatformProblem(
            ProblemCode code,
            Kind kind,
            String sentence,
            String nextStep,
            int status,
            Effect effect,
            @Nullable Duration retryAfter) {
        this(code, kind, sentence, nextStep, status, effect, retryAfter, Words.ONLY);
    }

    PlatformProblem(
            ProblemCode code,
            Kind kind,
            String sentence,
            String nextStep,
            int status,
            Effect effect,
            @Nullable Duration retryAfter,
            Words words) {
        super(code, kind, sentence, nextStep, List.of(), retryAfter, null, words);
        this.status = status;
        this.effect = effect;
    }

    /** The HTTP status; 0 when no answer came. */
    public int status() {
        return status;
    }

    /** Whether it may have been done all the same: look before you ask again. */
    public boolean mayHaveHappened() {
        return effect == Effect.UNKNOWN;
    }

    public boolean is(ProblemCode wanted) {
        return code().equals(wanted);
    }
}
