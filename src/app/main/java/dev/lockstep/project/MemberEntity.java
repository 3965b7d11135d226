package dev.lockstep.project;

import dev.lockstep.core.PersonId;
import dev.lockstep.project.access.Member;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.access.ProjectRole;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;

/** The row behind a {@link Member}. */
@Entity
@Table(name = "project_member")
class MemberEntity {

    /** One person in one project. */
    @Embeddable
    record Key(@Column(name = "project_id") UUID project, String person) implements Serializable {

        static Key of(ProjectId project, PersonId person) {
            return new Key(project.value(), person.value());
        }
    }

    @EmbeddedId
    private Key key;

    @Enumerated(EnumType.STRING)
    private ProjectRole role;

    @Column(updatable = false)
    private Instant since;

    @SuppressWarnings("NullAway") // filled by the database mapper
    protected MemberEntity() {}

    MemberEntity(Key key, ProjectRole role, Instant since) {
        this.key = key;
        this.role = role;
        this.since = since;
    }

    Member member() {
        return new Member(new PersonId(key.person()), role, since);
    }

    UUID project() {
        return key.project();
    }

    ProjectRole role() {
        return role;
    }

    void become(ProjectRole next) {
        role = next;
    }
}
