package dev.lockstep.project.connect;

import dev.lockstep.convex.deployment.PlatformDeployment;
import dev.lockstep.convex.deployment.PlatformProject;
import dev.lockstep.core.PersonId;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.attempt.AttemptId;
import dev.lockstep.project.attempt.AttemptStatus;
import dev.lockstep.project.attempt.Choice;
import dev.lockstep.project.attempt.Fault;
import dev.lockstep.project.grant.GrantId;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The row behind an {@link Attempt}, with what only the server knows of it. Holds how far it has come and what it brought;
 * each event is a method that says whether it counted. The table of all states and events is in {@code AttemptStatesTest},
 * drawn in {@code docs/connect.md}.
 */
@Entity
@Table(name = "connection_attempt")
class AttemptEntity {

    @Id
    private UUID id;

    @Column(name = "project_id", updatable = false)
    private UUID projectId;

    @Column(updatable = false)
    private String person;

    /** True while it is under way and null otherwise: the database lets one be so for each project. */
    private @Nullable Boolean active;

    @Enumerated(EnumType.STRING)
    private AttemptStatus status;

    private int run;

    @Column(name = "session_hash")
    private @Nullable String sessionHash;

    @Column(name = "state_hash")
    private @Nullable String stateHash;

    private @Nullable String verifier;

    @Column(name = "redirect_uri")
    private @Nullable String redirectUri;

    @Column(name = "grant_id")
    private @Nullable UUID grantId;

    @Column(name = "project_name")
    private @Nullable String projectName;

    @Column(name = "convex_project_id")
    private @Nullable Long convexProjectId;

    @Column(name = "convex_project_slug")
    private @Nullable String convexProjectSlug;

    /** Null when Convex was never asked. */
    @Embedded
    private @Nullable ProjectRequest request;

    @Column(name = "made_project")
    private boolean madeProject;

    @Column(name = "deployment_name")
    private @Nullable String deploymentName;

    @Column(name = "deployment_url")
    private @Nullable String deploymentUrl;

    @Column(name = "deploy_key")
    private @Nullable String deployKey;

    @Embedded
    private @Nullable StoredFault fault;

    @Column(name = "started_at", updatable = false)
    private Instant startedAt;

    @Column(name = "progressed_at")
    private Instant progressedAt;

    @Column(name = "expires_at")
    private Instant expiresAt;

    @Column(name = "cleaned_at")
    private @Nullable Instant cleanedAt;

    @Version
    private int version;

    @SuppressWarnings("NullAway") // filled by the database mapper
    protected AttemptEntity() {}

    AttemptEntity(
            AttemptId id, ProjectId project, PersonId person, AttemptStatus status, Instant now, Instant expires) {
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

    ProjectId project() {
        return new ProjectId(projectId);
    }

    PersonId person() {
        return new PersonId(person);
    }

    AttemptStatus status() {
        return status;
    }

    boolean isUnderWay() {
        return status.isUnderWay();
    }

    /** Counts how often it was taken up or cancelled: work of an older run changes nothing. */
    int run() {
        return run;
    }

    /** Whose browser the answer has to come from; only while it is under way. */
    Optional<String> sessionHash() {
        return Optional.ofNullable(sessionHash);
    }

    /** Sealed; empty once it is used. */
    Optional<String> verifier() {
        return Optional.ofNullable(verifier);
    }

    Optional<String> redirectUri() {
        return Optional.ofNullable(redirectUri);
    }

    Optional<GrantId> grant() {
        return Optional.ofNullable(grantId).map(GrantId::new);
    }

    /** What the person called a project that is to be made. */
    Optional<String> projectName() {
        return Optional.ofNullable(projectName);
    }

    Optional<Long> convexProject() {
        return Optional.ofNullable(convexProjectId);
    }

    Optional<String> convexProjectSlug() {
        return Optional.ofNullable(convexProjectSlug);
    }

    /** What became of asking Convex for a project. */
    ProjectRequest request() {
        return request == null ? ProjectRequest.NONE : request;
    }

    Optional<String> deploymentName() {
        return Optional.ofNullable(deploymentName);
    }

    Optional<String> deploymentUrl() {
        return Optional.ofNullable(deploymentUrl);
    }

    /** Sealed; empty once it is kept elsewhere. */
    Optional<String> deployKey() {
        return Optional.ofNullable(deployKey);
    }

    /** Why it ended. */
    Optional<Fault> fault() {
        return Optional.ofNullable(fault).map(StoredFault::fault);
    }

    Instant startedAt() {
        return startedAt;
    }

    Instant expiresAt() {
        return expiresAt;
    }

    /** Something was noted of it just now. */
    void progressed(Instant now) {
        progressedAt = now;
    }

    void asks(Consent.Question question) {
        stateHash = question.stateHash();
        sessionHash = question.sessionHash();
        redirectUri = question.redirectUri();
        verifier = question.sealedVerifier();
    }

    void inTeam(GrantId grant) {
        grantId = grant.value();
    }

    /** The person is back from Convex. Refused when they were before. */
    boolean returned() {
        return status == AttemptStatus.AUTHORIZING && become(AttemptStatus.EXCHANGING);
    }

    /** Convex gave access to a team. */
    boolean authorized(GrantId grant) {
        if (status != AttemptStatus.EXCHANGING) {
            return false;
        }
        grantId = grant.value();
        return become(AttemptStatus.SELECTING);
    }

    /** The person has picked a project. Refused when they may not any more. */
    boolean chose(Choice choice) {
        if (status != AttemptStatus.SELECTING) {
            return false;
        }
        switch (choice) {
            case Choice.Existing(long picked) -> convexProjectId = picked;
            case Choice.Fresh(String name) -> projectName = name;
        }
        return true;
    }

    /** Lockstep goes on with it, after a choice, a failure, or a run at which nobody works any more. */
    boolean takenUp() {
        if (!status.canBeTakenUp()) {
            return false;
        }
        run++;
        fault = null;
        return become(AttemptStatus.PROVISIONING);
    }

    /** The key works and is kept elsewhere. */
    boolean connected() {
        if (status != AttemptStatus.PROVISIONING) {
            return false;
        }
        deployKey = null;
        return become(AttemptStatus.CONNECTED);
    }

    /** What Lockstep does by itself stopped. */
    boolean failed(Fault why) {
        boolean works = status == AttemptStatus.EXCHANGING || status == AttemptStatus.PROVISIONING;
        return works && over(AttemptStatus.FAILED, why);
    }

    /** Its person came back or chose too late. */
    boolean expired(Fault why) {
        return status.waitsForPerson() && over(AttemptStatus.EXPIRED, why);
    }

    /** A person ends it; the run that is at work finds another one and changes nothing. */
    boolean cancelled() {
        if (!isUnderWay()) {
            return false;
        }
        run++;
        return over(AttemptStatus.CANCELLED, new Fault("Cancelled", "Cancelled.", ""));
    }

    /** The same person began another one. */
    boolean replaced() {
        return status.waitsForPerson()
                && over(AttemptStatus.CANCELLED, new Fault("Replaced", "Another attempt took its place.", ""));
    }

    /** What it left behind is deleted, so that nobody may go on with it. Refused unless it is over and brought nothing. */
    boolean givenUp() {
        return !isUnderWay() && status != AttemptStatus.CONNECTED && become(AttemptStatus.CANCELLED);
    }

    private boolean over(AttemptStatus how, Fault why) {
        fault = StoredFault.of(why);
        return become(how);
    }

    /** What is over lets the next attempt begin, and forgets what only it needed. */
    private boolean become(AttemptStatus next) {
        status = next;
        active = next.isUnderWay() ? true : null;
        if (next != AttemptStatus.AUTHORIZING && next != AttemptStatus.EXCHANGING) {
            verifier = null;
        }
        if (!next.isUnderWay()) {
            sessionHash = null;
        }
        return true;
    }

    /** The project that was picked is known at Convex under this name. */
    void named(String slug) {
        convexProjectSlug = slug;
    }

    /** Convex is about to be asked for a project: from now on there may be one. */
    void asksForProject(Instant now) {
        request = request().asked(now);
    }

    /** Convex was asked what became of the overtaken request. @return whether that was still to be asked */
    boolean strayLookedFor() {
        boolean open = request().stray().isPresent();
        request = request().strayFound();
        return open;
    }

    /** Convex made none. */
    void nothingMade() {
        request = request().nothingMade();
    }

    /** Convex made this project for the attempt. Refused when it has another one already. */
    boolean made(PlatformProject project) {
        if (convexProjectId != null && convexProjectId != project.id()) {
            return false;
        }
        takesOver(project);
        return true;
    }

    /** Goes on with a project that was made for another attempt. */
    void takesOver(PlatformProject project) {
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
        // Begun before this one, which stays the project's last.
        var spare = new AttemptEntity(
                other, project(), person(), AttemptStatus.CANCELLED, startedAt.minusMillis(1), expiresAt);
        spare.over(
                AttemptStatus.CANCELLED, new Fault("Overtaken", "Another request had made the project already.", ""));
        spare.progressedAt = now;
        spare.grantId = grantId;
        spare.projectName = projectName;
        spare.takesOver(project);
        return spare;
    }

    /** What was made is deleted: who goes on makes it anew. */
    void unmade(Instant now) {
        convexProjectId = null;
        convexProjectSlug = null;
        madeProject = false;
        request = request().nothingMade();
        deploymentName = null;
        deploymentUrl = null;
        deployKey = null;
        cleanedAt = now;
    }

    void deploysTo(PlatformDeployment deployment) {
        deploymentName = deployment.name();
        deploymentUrl = deployment.url().toString();
    }

    /** The key has come; it is kept here until it has been tried. */
    void keyCame(String sealed) {
        deployKey = sealed;
    }
}
