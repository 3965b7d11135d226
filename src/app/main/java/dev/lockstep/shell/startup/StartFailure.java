package dev.lockstep.shell.startup;

import dev.lockstep.core.Problem;
import java.sql.SQLException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
        return Stream.of(new OfConfiguration(), new OfWebPort(), new OfProblem(), new OfDatabase())
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

    /** H2 tells the file and what is wrong with it in one message; of it only the file is of use to anybody. */
    private static final class OfDatabase extends AbstractFailureAnalyzer<SQLException> {

        private static final int FILE_CORRUPTED = 90030;
        private static final Pattern FILE = Pattern.compile("\"([^\"]+\\.mv\\.db)\"");

        @Override
        protected @Nullable FailureAnalysis analyze(Throwable root, SQLException cause) {
            if (cause.getErrorCode() != FILE_CORRUPTED) {
                return null;
            }
            Matcher file = FILE.matcher(String.valueOf(cause.getMessage()));
            String name = file.find() ? file.group(1) : "in LOCKSTEP_HOME";
            return new FailureAnalysis(
                    "The database file " + name + " is damaged and cannot be opened. It was not changed.",
                    "Put a backup in its place (docs/operating.md), or move it away to begin with an empty one: people"
                            + " and pictures are in Clerk and Convex still.",
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
