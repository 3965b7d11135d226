package dev.lockstep.shell;

import dev.lockstep.core.Problem;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says why the start failed in a sentence and what to do, instead of a stack trace. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailure implements FailureAnalyzer {

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        return Stream.of(new OfConfiguration(), new OfWebPort(), new OfProblem())
                .map(analyzer -> analyzer.analyze(failure))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
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

    private static final class OfWebPort extends AbstractFailureAnalyzer<PortInUseException> {

        @Override
        protected FailureAnalysis analyze(Throwable root, PortInUseException cause) {
            return new FailureAnalysis(
                    "Port " + cause.getPort() + ", on which the pages are served, is in use by another program.",
                    "Stop that program, or set SERVER_PORT to another port (0 takes any free one).",
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
