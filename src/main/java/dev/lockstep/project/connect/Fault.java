package dev.lockstep.project.connect;

import dev.lockstep.core.Problem;

/**
 * Why an attempt ended, as it is shown.
 *
 * @param code for machines, {@code ProjectQuotaReached} for example
 */
public record Fault(String code, String sentence, String nextStep) {

    static Fault of(Problem problem) {
        return new Fault(problem.code().text(), problem.sentence(), problem.nextStep());
    }
}
