package dev.lockstep.project.web;

import dev.lockstep.account.CurrentAccount;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.project.access.ProjectId;
import org.jspecify.annotations.Nullable;

/** Who asks, and about what. */
final class Callers {

    private Callers() {}

    static PersonId person(CurrentAccount current) {
        return current.id()
                .orElseThrow(() -> new Problem(
                        new ProblemCode("SignedOut"), Problem.Kind.AUTH, "Nobody is signed in.", "Sign in first."));
    }

    static ProjectId project(@Nullable String text) {
        return ProjectId.parse(text == null ? "" : text)
                .orElseThrow(() ->
                        new BadRequest("projectId", "The field projectId must be a project's id.", "Send its UUID."));
    }
}
