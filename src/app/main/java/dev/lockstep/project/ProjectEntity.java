package dev.lockstep.project;

import dev.lockstep.core.PersonId;
import dev.lockstep.project.access.Project;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.access.ProjectRole;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The row behind a {@link Project}. */
@Entity
@Table(name = "project")
class ProjectEntity {

    @Id
    private UUID id;

    private String name;

    @Column(name = "created_by", updatable = false)
    private String createdBy;

    @Column(name = "created_at", updatable = false)
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @Column(name = "archived_at")
    private @Nullable Instant archivedAt;

    @Version
    private int version;

    @SuppressWarnings("NullAway") // filled by the database mapper
    protected ProjectEntity() {}

    ProjectEntity(ProjectId id, String name, PersonId by, Instant now) {
        this.id = id.value();
        this.name = name;
        this.createdBy = by.value();
        this.createdAt = now;
        this.updatedAt = now;
    }

    Project seenBy(ProjectRole role) {
        Project.Stage stage = archivedAt == null ? Project.Stage.ACTIVE : Project.Stage.ARCHIVED;
        return new Project(new ProjectId(id), name, role, stage, createdAt);
    }

    void rename(String to, Instant now) {
        name = to;
        updatedAt = now;
    }

    void archive(Instant now) {
        archivedAt = now;
        updatedAt = now;
    }

    void takeBack(Instant now) {
        archivedAt = null;
        updatedAt = now;
    }
}
