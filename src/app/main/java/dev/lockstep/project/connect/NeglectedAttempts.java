package dev.lockstep.project.connect;

import dev.lockstep.project.attempt.AttemptStatus;
import java.time.Instant;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;

/** Attempts for which somebody has to do something, because nobody else does any more. Some at a time. */
@Component
class NeglectedAttempts {

    private static final Limit MOST = Limit.of(100);

    /** Each costs a request to Convex. */
    private static final Limit MOST_ASKED_ABOUT = Limit.of(20);

    private final AttemptRepository attempts;

    NeglectedAttempts(AttemptRepository attempts) {
        this.attempts = attempts;
    }

    /** At which nothing has happened since, though it should. */
    List<AttemptEntity> quietSince(Instant moment) {
        return attempts.findByStatusInAndProgressedAtBefore(
                List.of(AttemptStatus.EXCHANGING, AttemptStatus.PROVISIONING), moment, MOST);
    }

    /** Whose consent can no longer come. */
    List<AttemptEntity> expired(Instant moment) {
        return attempts.findByStatusAndExpiresAtBefore(AttemptStatus.AUTHORIZING, moment, MOST);
    }

    /** For which nobody has picked a project since. */
    List<AttemptEntity> undecidedSince(Instant moment) {
        return attempts.findByStatusInAndProgressedAtBefore(List.of(AttemptStatus.SELECTING), moment, MOST);
    }

    /** That are over, and of which nobody knows whether Convex made the project that it was asked for before then. */
    List<AttemptEntity> unanswered(Instant moment) {
        return attempts.unanswered(moment, MOST_ASKED_ABOUT);
    }

    /**
     * That are over, connected ones among them, and asked Convex for their project twice before then, the first time
     * without an answer.
     */
    List<AttemptEntity> strays(Instant moment) {
        return attempts.strays(moment, MOST_ASKED_ABOUT);
    }
}
