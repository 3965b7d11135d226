package dev.lockstep.project.attempt;

import dev.lockstep.core.Problem;

/**
 * Why an attempt ended, as it is shown.
 *
 * @param code for machines, {@code ProjectQuotaReached} for example
 */
public record Fault(String code, String sentence, String nextStep) {

    /** Where what came back from Convex is used up, so that nothing can go on from there. */
    public static final String START_AGAIN = "Start again: what Convex sent back is good only once.";

    public static Fault of(Problem problem) {
        return new Fault(problem.code().text(), problem.sentence(), problem.nextStep());
    }
}
