package dev.lockstep.account.selftest;

import dev.lockstep.core.Problem;
import java.time.Duration;
import java.util.List;

/**
 * How a question was answered.
 *
 * @param took zero when it was not asked
 */
public record CheckResult(Check check, Verdict verdict, Duration took, Answer answer) {

    public enum Verdict {
        GOOD,
        /** It works now, and something is odd. */
        ODD,
        BAD,
        /** Not asked, since an answer before it makes it pointless. */
        SKIPPED
    }

    /** What was found. */
    public sealed interface Answer {

        /**
         * One of the known cases.
         *
         * @param name of the case, in lower case with dashes
         * @param words what it is about: addresses, ids, names; never a token or a key
         */
        record Known(String name, List<String> words) implements Answer {
            public Known {
                words = List.copyOf(words);
            }
        }

        /** What the service itself said. */
        record Trouble(String sentence, String nextStep) implements Answer {
            static Trouble of(Problem problem) {
                return new Trouble(problem.sentence(), problem.nextStep());
            }
        }
    }
}
