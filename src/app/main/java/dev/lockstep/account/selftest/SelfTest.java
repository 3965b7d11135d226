package dev.lockstep.account.selftest;

import dev.lockstep.account.selftest.CheckResult.Answer;
import dev.lockstep.account.selftest.CheckResult.Verdict;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.springframework.stereotype.Service;

/**
 * Follows one person's identity from Clerk to Convex: mints a token as deliveries do, looks at what it says, and asks
 * Convex whom it takes its bearer for. Each answer names what is wrong and where to put it right.
 */
@Service
public class SelfTest {

    private final ClerkChecks clerk;
    private final ConvexChecks convex;

    SelfTest(ClerkChecks clerk, ConvexChecks convex) {
        this.clerk = clerk;
        this.convex = convex;
    }

    /**
     * Asks some seconds at most for each check; call it off the page.
     *
     * @param user who is signed in to Clerk now
     * @param progress hears of each answer as soon as it is there
     */
    public List<CheckResult> run(PersonId user, Consumer<CheckResult> progress) {
        var run = new Run(user);
        var results = new ArrayList<CheckResult>();
        Set<Check> failed = EnumSet.noneOf(Check.class);
        for (Check check : Check.values()) {
            CheckResult result = failed.stream().anyMatch(needs(check)::contains)
                    ? new CheckResult(check, Verdict.SKIPPED, Duration.ZERO, new Answer.Known("skipped", List.of()))
                    : run.ask(check);
            if (result.verdict() == Verdict.BAD || result.verdict() == Verdict.SKIPPED) {
                failed.add(check);
            }
            results.add(result);
            progress.accept(result);
        }
        return results;
    }

    /** Wrong claims are told by Convex better than by not asking it. */
    private static Set<Check> needs(Check check) {
        return switch (check) {
            case CLERK_KEY, ISSUER -> EnumSet.noneOf(Check.class);
            case TOKEN -> EnumSet.of(Check.CLERK_KEY);
            case CLAIMS, CONVEX -> EnumSet.of(Check.TOKEN);
            case WEB_TOKEN -> EnumSet.noneOf(Check.class);
        };
    }

    /** What the answers so far have brought. */
    private final class Run {

        private final PersonId user;
        private final Found found = new Found();

        Run(PersonId user) {
            this.user = user;
        }

        CheckResult ask(Check check) {
            long begun = System.nanoTime();
            Step step = answer(check);
            return new CheckResult(check, step.verdict(), Duration.ofNanos(System.nanoTime() - begun), step.answer());
        }

        private Step answer(Check check) {
            try {
                return switch (check) {
                    case CLERK_KEY -> clerk.key();
                    case ISSUER -> clerk.issuer(found);
                    case TOKEN -> clerk.token(user, found);
                    case CLAIMS -> clerk.claims(found);
                    case CONVEX -> convex.token(user, found);
                    case WEB_TOKEN -> convex.webToken(user);
                };
            } catch (Problem problem) {
                return Step.bad(problem);
            }
        }
    }
}
