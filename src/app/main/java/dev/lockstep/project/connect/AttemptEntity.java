package dev.lockstep.project.connect;

import dev.lockstep.account.person.UserId;
import dev.lockstep.convex.deployment.PlatformProject;
import dev.lockstep.project.access.ProjectId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The row behind an {@link Attempt}, with what only the server knows of it. */
@Entity
@Table(name = "connection_attempt")
class AttemptEntity {

    @Id
    UUID id;

    @Column(name = "project_id", updatable = false)
    UUID projectId;

    @Column(updatable = false)
    String person;

    /** True while it is under way and null otherwise: the database lets one be so for each project. */
    @Nullable
    Boolean active;

    @Enumerated(EnumType.STRING)
    AttemptStatus status;

    int run;

    @Column(name = "session_hash")
    @Nullable
    String sessionHash;

    @Column(name = "state_hash")
    @Nullable
    String stateHash;

    @Nullable
    String verifier;

    @Column(name = "redirect_uri")
    @Nullable
    String redirectUri;

    @Column(name = "grant_id")
    @Nullable
    UUID grantId;

    @Column(name = "project_name")
    @Nullable
    String projectName;

    @Column(name = "convex_project_id")
    @Nullable
    Long convexProjectId;

    @Column(name = "convex_project_slug")
    @Nullable
    String convexProjectSlug;

    @Column(name = "create_sent_at")
    @Nullable
    Instant createSentAt;

    @Column(name = "made_project")
    boolean madeProject;

    @Column(name = "deployment_name")
    @Nullable
    String deploymentName;

    @Column(name = "deployment_url")
    @Nullable
    String deploymentUrl;

    @Column(name = "deploy_key")
    @Nullable
    String deployKey;

    @Column(name = "error_code")
    @Nullable
    String errorCode;

    @Nullable
    String error;

    @Column(name = "error_next")
    @Nullable
    String errorNext;

    @Column(name = "started_at", updatable = false)
    Instant startedAt;

    @Column(name = "progressed_at")
    Instant progressedAt;

    @Column(name = "expires_at")
    Instant expiresAt;

    @Column(name = "cleaned_at")
    @Nullable
    Instant cleanedAt;

    @Version
    int version;

    @SuppressWarnings("NullAway") // filled by the database mapper
    protected AttemptEntity() {}

    AttemptEntity(AttemptId id, ProjectId project, UserId person, AttemptStatus status, Instant now, Instant expires) {
        this.id = id.value();
        this.projectId = project.value();
        this.person = person.value();
        this.status = status;
        this.active = true;
        this.startedAt = now;
        this.progressedAt = now;
        this.expiresAt = expires;
    }

    AttemptId attemptId() {
        return new AttemptId(id);
    }

    /** Goes on to a state; what is over lets the next attempt begin, and forgets what only it needed. */
    void become(AttemptStatus next, Instant now) {
        status = next;
        progressedAt = now;
        active = next.isUnderWay() ? true : null;
        if (next != AttemptStatus.AUTHORIZING && next != AttemptStatus.EXCHANGING) {
            verifier = null;
        }
        if (!next.isUnderWay()) {
            sessionHash = null;
        }
    }

    /** Convex made this project for the attempt. */
    void made(PlatformProject project) {
        convexProjectId = project.id();
        convexProjectSlug = project.slug();
        madeProject = true;
        cleanedAt = null;
    }

    /** Another attempt goes on with the project that was made for this one. */
    void handedOn() {
        madeProject = false;
    }

    /** One that is over, to remember a project that was made although this attempt had one already. */
    AttemptEntity beside(AttemptId other, PlatformProject project, Instant now) {
        var spare = new AttemptEntity(
                other,
                new ProjectId(projectId),
                new UserId(person),
                AttemptStatus.CANCELLED,
                // Before this one, which stays the project's last.
                startedAt.minusMillis(1),
                expiresAt);
        spare.become(AttemptStatus.CANCELLED, now);
        spare.say(new Fault("Overtaken", "Another request had made the project already.", ""));
        spare.grantId = grantId;
        spare.projectName = projectName;
        spare.made(project);
        return spare;
    }

    /** What was made is deleted: who goes on makes it anew. */
    void unmade(Instant now) {
        convexProjectId = null;
        convexProjectSlug = null;
        madeProject = false;
        createSentAt = null;
        deploymentName = null;
        deploymentUrl = null;
        deployKey = null;
        cleanedAt = now;
    }

    void say(@Nullable Fault fault) {
        errorCode = fault == null ? null : fault.code();
        error = fault == null ? null : cut(fault.sentence());
        errorNext = fault == null ? null : cut(fault.nextStep());
    }

    private static String cut(String text) {
        return text.length() <= 1000 ? text : text.substring(0, 999) + "…";
    }
}
