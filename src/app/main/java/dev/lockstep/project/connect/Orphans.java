package dev.lockstep.project.connect;

import dev.lockstep.convex.deployment.ConvexPlatform;
import dev.lockstep.convex.deployment.PlatformProblem;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.core.Secret;
import dev.lockstep.project.grant.Grant;
import dev.lockstep.project.grant.GrantId;
import dev.lockstep.project.grant.Grants;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What attempts left behind at Convex: listed, and deleted when somebody says so, never by itself. */
@Component
public class Orphans {

    private final ConnectionAttempts attempts;
    private final Grants grants;
    private final ConvexPlatform platform;
    private final Clock clock;

    Orphans(ConnectionAttempts attempts, Grants grants, ConvexPlatform platform, Clock clock) {
        this.attempts = attempts;
        this.grants = grants;
        this.platform = platform;
        this.clock = clock;
    }

    /** The oldest first, at most 200. */
    public List<Orphan> all() {
        return attempts.orphans().stream()
                .map(attempt -> new Orphan(
                        attempt.attemptId(),
                        attempt.person(),
                        attempt.convexProject().orElse(0L),
                        String.valueOf(attempt.convexProjectSlug().orElse(null)),
                        team(attempt).map(Grant::teamSlug).orElse(""),
                        attempt.startedAt()))
                .toList();
    }

    /**
     * Deletes it at Convex. One that is gone already counts as deleted.
     *
     * @throws Problem when it is connected or worked on by now, or when Convex refuses; it stays listed then
     */
    public void delete(Orphan orphan) {
        if (!attempts.giveUp(orphan.attempt(), orphan.convexProject())) {
            throw new Problem(
                    new ProblemCode("NotLeftBehind"),
                    Problem.Kind.PERMANENT,
                    "This project is not left behind any more: it is connected, worked on, or deleted by now.",
                    "Look at the list again.");
        }
        Secret token = attempts.entity(orphan.attempt())
                .flatMap(this::team)
                .flatMap(grant -> grants.token(grant.id()))
                .orElseThrow(() -> new Problem(
                        PlatformProblem.REVOKED,
                        Problem.Kind.PERMANENT,
                        "The access with which it was made is gone.",
                        "Delete it in the Convex dashboard.",
                        Problem.Words.of("gone")));
        platform.deleteProject(token, orphan.convexProject());
        attempts.note(orphan.attempt(), it -> it.unmade(clock.instant()));
    }

    private Optional<Grant> team(AttemptEntity attempt) {
        return attempt.grant().map(GrantId::value).flatMap(grants::find);
    }
}
