package dev.lockstep.shell;

import dev.lockstep.core.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Says why the start failed in a sentence and what to do, instead of a stack trace. */
final class StartFailure implements FailureAnalyzer {

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        FailureAnalysis known = new OfConfiguration().analyze(failure);
        return known != null ? known : new OfProblem().analyze(failure);
    }

    private static final class OfConfiguration extends AbstractFailureAnalyzer<WrongConfiguration> {

        @Override
        protected FailureAnalysis analyze(Throwable root, WrongConfiguration cause) {
            return new FailureAnalysis(
                    cause.getMessage(),
                    "Set these environment variables and start again. Without any of them Lockstep runs on its own"
                            + " emulators.",
                    cause);
        }
    }

    private static final class OfProblem extends AbstractFailureAnalyzer<Problem> {

        @Override
        protected FailureAnalysis analyze(Throwable root, Problem cause) {
            return new FailureAnalysis(cause.sentence(), cause.nextStep(), cause);
        }
    }
}
