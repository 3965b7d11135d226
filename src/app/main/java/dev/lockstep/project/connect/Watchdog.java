package dev.lockstep.project.connect;

import dev.lockstep.core.Problem;
import dev.lockstep.project.attempt.AttemptStatus;
import dev.lockstep.project.attempt.Fault;
import dev.lockstep.project.connect.ConnectionAttempts.Run;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Takes care of attempts that nobody works on any more, because a process ended in the middle or a person went away: no
 * attempt stays under way for ever. Nodes may do this side by side; the row's version lets one of them.
 */
@Component
class Watchdog {

    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    /**
     * For so long nothing has been noted of an attempt. Nearly always its process is gone then; a single request with all
     * its tries takes at most as long (four times the 15 s of a call, and three waits of at most 10 s). A step of several
     * such requests can still be at work: the run that takes it up overtakes it, and what the slower one brings changes
     * nothing but that a project it has made is remembered.
     */
    private static final Duration QUIET = Duration.ofSeconds(90);

    /** After this a person who has not picked a project is taken to have gone away. */
    private static final Duration DECISION = Duration.ofHours(24);

    private static final int MOST_RUNS = 5;

    private final ConnectionAttempts attempts;
    private final NeglectedAttempts neglected;
    private final Provisioning provisioning;
    private final Clock clock;

    Watchdog(ConnectionAttempts attempts, NeglectedAttempts neglected, Provisioning provisioning, Clock clock) {
        this.neglected = neglected;
        this.attempts = attempts;
        this.provisioning = provisioning;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = 10_000, initialDelay = 20_000)
    void look() {
        look(clock.instant());
    }

    void look(Instant now) {
        for (AttemptEntity waiting : neglected.expired(now)) {
            expire(
                    waiting,
                    new Fault(
                            "AuthorizationExpired",
                            "Nobody agreed on Convex's page within " + ConnectionAttempts.CONSENT.toMinutes()
                                    + " minutes.",
                            "Start again."));
        }
        for (AttemptEntity undecided : neglected.undecidedSince(now.minus(DECISION))) {
            expire(
                    undecided,
                    new Fault(
                            "ChoiceExpired",
                            "Nobody picked a project within " + DECISION.toHours() + " hours.",
                            "Start again; the team stays authorised."));
        }
        neglected.unanswered(now.minus(QUIET)).forEach(it -> lookFor(it, provisioning::lookFor));
        neglected.strays(now.minus(QUIET)).forEach(it -> lookFor(it, provisioning::lookForStray));
        for (AttemptEntity quiet : neglected.quietSince(now.minus(QUIET))) {
            LOG.warn("Nobody works on attempt={} status={} run={}", quiet.attemptId(), quiet.status(), quiet.run());
            if (quiet.status() == AttemptStatus.PROVISIONING && quiet.run() < MOST_RUNS) {
                provisioning.resume(new Run(quiet.attemptId(), quiet.run()));
            } else {
                // A code is good once: whether it was used already only Convex knows.
                fail(
                        quiet,
                        new Fault(
                                "Interrupted",
                                "Lockstep was interrupted while it connected this project.",
                                quiet.status() == AttemptStatus.EXCHANGING ? Fault.START_AGAIN : "Try again."));
            }
        }
    }

    private static void lookFor(AttemptEntity unanswered, Consumer<AttemptEntity> look) {
        try {
            look.accept(unanswered);
        } catch (Problem problem) {
            // Convex does not say today; the others are looked for all the same, and this one at the next look.
            LOG.info("Not known yet what became of attempt={} code={}", unanswered.attemptId(), problem.code());
        }
    }

    private void expire(AttemptEntity seen, Fault why) {
        attempts.change(new Run(seen.attemptId(), seen.run()), (it, steps) -> {
            if (it.status() == seen.status()) {
                it.expired(why);
            }
        });
    }

    private void fail(AttemptEntity seen, Fault why) {
        attempts.change(new Run(seen.attemptId(), seen.run()), (it, steps) -> {
            if (it.status() == seen.status()) {
                it.failed(why);
            }
        });
    }
}
