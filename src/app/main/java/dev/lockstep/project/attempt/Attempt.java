package dev.lockstep.project.attempt;

import dev.lockstep.convex.deployment.PlatformProblem;
import dev.lockstep.core.PersonId;
import dev.lockstep.project.access.ProjectId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An attempt as it is shown: no token, no key, no state.
 *
 * @param teamSlug known once the person has agreed
 * @param steps those that have begun, in order
 */
public record Attempt(
        AttemptId id,
        ProjectId project,
        PersonId person,
        AttemptStatus status,
        Optional<String> teamSlug,
        Optional<String> projectName,
        Optional<Fault> fault,
        Instant startedAt,
        Instant expiresAt,
        List<StepState> steps) {

    public Attempt {
        steps = List.copyOf(steps);
    }

    /** Empty when it has not begun. */
    public Optional<StepState> step(ConnectStep wanted) {
        return steps.stream().filter(step -> step.step() == wanted).findFirst();
    }

    /** Whether trying again goes on where it stopped, instead of beginning anew, as without access to the team. */
    public boolean canGoOn() {
        boolean revoked = fault.filter(it -> it.code().equals(PlatformProblem.REVOKED.text()))
                .isPresent();
        return status == AttemptStatus.FAILED && step(ConnectStep.CHOOSE).isPresent() && !revoked;
    }
}
