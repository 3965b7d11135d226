package dev.lockstep.project.access;

import java.util.Optional;

/**
 * Which of a project's deployments is meant.
 *
 * @param deployment its name at Convex; empty for the one that the project is connected to
 */
public record Target(ProjectId project, Optional<String> deployment) {

    /** As the audit trail writes it. */
    @Override
    public String toString() {
        return "project " + project + deployment.map(name -> " " + name).orElse("");
    }

    /** The deployment that the project is connected to. */
    public static Target of(ProjectId project) {
        return new Target(project, Optional.empty());
    }

    public static Target of(ProjectId project, String deployment) {
        return new Target(project, Optional.of(deployment));
    }
}
