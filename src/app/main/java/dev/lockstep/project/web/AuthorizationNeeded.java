package dev.lockstep.project.web;

import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.project.access.ProjectId;

/** Somebody has to agree at Convex first; says where. */
final class AuthorizationNeeded extends Problem {

    private final ProjectId project;

    AuthorizationNeeded(ProjectId project) {
        super(
                new ProblemCode("AuthorizationNeeded"),
                Kind.PERMANENT,
                "This team has not been authorised.",
                "Open authorizeUrl in the person's browser; the status tells when they have agreed.");
        this.project = project;
    }

    /** Below the address of this installation. */
    String url() {
        return "/convex/connect?project=" + project;
    }
}
