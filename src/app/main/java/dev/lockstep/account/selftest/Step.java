package dev.lockstep.account.selftest;

import dev.lockstep.account.selftest.CheckResult.Answer;
import dev.lockstep.account.selftest.CheckResult.Verdict;
import dev.lockstep.core.Problem;
import java.util.List;

/** An answer, before it is known how long it took. */
record Step(Verdict verdict, Answer answer) {

    static Step good(String name, String... words) {
        return new Step(Verdict.GOOD, new Answer.Known(name, List.of(words)));
    }

    static Step odd(String name, String... words) {
        return new Step(Verdict.ODD, new Answer.Known(name, List.of(words)));
    }

    static Step bad(String name, String... words) {
        return new Step(Verdict.BAD, new Answer.Known(name, List.of(words)));
    }

    static Step bad(Problem problem) {
        return new Step(Verdict.BAD, Answer.Trouble.of(problem));
    }
}
