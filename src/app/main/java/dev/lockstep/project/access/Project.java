package dev.lockstep.project.access;

import java.time.Instant;

/**
 * A project as one of its members sees it.
 *
 * @param role of the person who asked
 */
public record Project(ProjectId id, String name, ProjectRole role, Stage stage, Instant createdAt) {

    /** Whether it is worked on. */
    public enum Stage {
        ACTIVE,
        /** Left out of lists; nothing is lost, and nothing of it runs. */
        ARCHIVED
    }

    public boolean isArchived() {
        return stage == Stage.ARCHIVED;
    }
}
