package dev.lockstep.sandbox.process;

import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a sandbox did not do what it should. Carries paths and names of the project, never a value of its environment. */
public final class SandboxProblem extends Problem {

    public static final ProblemCode UNAVAILABLE = new ProblemCode("SandboxUnavailable");
    public static final ProblemCode PATH_REFUSED = new ProblemCode("SandboxPathRefused");
    public static final ProblemCode TOO_LARGE = new ProblemCode("SandboxFileTooLarge");
    public static final ProblemCode DISK = new ProblemCode("SandboxDisk");
    public static final ProblemCode DISK_FULL = new ProblemCode("SandboxDiskFull");
    public static final ProblemCode CANNOT_REACH = new ProblemCode("SandboxCannotReach");
    public static final ProblemCode RUNNING = new ProblemCode("SandboxProcessRunning");
    public static final ProblemCode NOT_STARTED = new ProblemCode("SandboxProcessNotStarted");
    public static final ProblemCode NPM_OFFLINE = new ProblemCode("NpmRegistryUnreachable");
    public static final ProblemCode NPM_SLOW = new ProblemCode("NpmSlow");
    public static final ProblemCode NPM_FAILED = new ProblemCode("NpmFailed");
    public static final ProblemCode SERVICE_UNREACHABLE = new ProblemCode("SandboxServiceUnreachable");
    public static final ProblemCode SERVICE_FAILING = new ProblemCode("SandboxServiceFailing");
    public static final ProblemCode KEY_REFUSED = new ProblemCode("SandboxKeyRefused");
    public static final ProblemCode GONE = new ProblemCode("SandboxGone");

    private SandboxProblem(
            ProblemCode code, Kind kind, String sentence, String nextStep, @Nullable Duration retryAfter, Words words) {
        super(code, kind, sentence, nextStep, List.of(), retryAfter, null, words);
    }

    /** One that stays until somebody changes something. */
    public static SandboxProblem lasting(ProblemCode code, String sentence, String nextStep) {
        return lasting(code, sentence, nextStep, Words.ONLY);
    }

    private static SandboxProblem lasting(ProblemCode code, String sentence, String nextStep, Words words) {
        return new SandboxProblem(code, Kind.PERMANENT, sentence, nextStep, null, words);
    }

    /** One that may be gone in a while. */
    public static SandboxProblem passing(ProblemCode code, String sentence) {
        return passing(code, sentence, null);
    }

    /** One that may be gone in a while. */
    public static SandboxProblem passing(ProblemCode code, String sentence, @Nullable Duration retryAfter) {
        return new SandboxProblem(
                code, Kind.TRANSIENT, sentence, "Nothing is lost; try again in a moment.", retryAfter, Words.ONLY);
    }

    public static SandboxProblem pathRefused(String path) {
        return lasting(
                PATH_REFUSED,
                "'" + path + "' is no path inside the project.",
                "Use a path such as convex/schema.ts, without .. and without a link that leads out.",
                Words.with(path));
    }

    public static SandboxProblem tooLarge(String path) {
        return lasting(
                TOO_LARGE,
                "'" + path + "' is larger than " + Sandbox.LARGEST_FILE / (1024 * 1024) + " MB.",
                "Split it, or keep it outside of the sandbox.",
                Words.with(path, Sandbox.LARGEST_FILE / (1024 * 1024)));
    }

    public static SandboxProblem running(String name) {
        return lasting(
                RUNNING,
                "The process '" + name + "' runs already.",
                "Stop it first, or go on with it.",
                Words.with(name));
    }

    public static SandboxProblem keyRefused() {
        return new SandboxProblem(
                KEY_REFUSED,
                Kind.AUTH,
                "E2B refused the API key.",
                "Check E2B_API_KEY: it is found in the E2B dashboard under API keys.",
                null,
                Words.ONLY);
    }

    public static SandboxProblem gone() {
        return lasting(
                GONE,
                "The cloud sandbox is gone: its time was over, or somebody ended it.",
                "Start again in a new one.");
    }
}
