package dev.lockstep.project.connection;

import dev.lockstep.convex.deployment.CanonicalUrls;
import dev.lockstep.convex.deployment.ConvexDeployment;
import dev.lockstep.convex.deployment.DeploymentType;
import dev.lockstep.convex.deployment.PlatformDeployment;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Secret;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.connection.Connected.Mode;
import dev.lockstep.project.connection.Connected.State;
import dev.lockstep.project.grant.GrantId;
import dev.lockstep.project.vault.Vault;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The row behind {@link Connected}, with the key. Holds what the project is connected to and whether the key opens it; each
 * event is a method. The table of all states and events is in {@code ConnectionStatesTest}, drawn in {@code docs/connect.md}.
 */
@Entity
@Table(name = "convex_project_credentials")
class CredentialsEntity {

    @Id
    private UUID id;

    @Column(name = "project_id", updatable = false)
    private UUID projectId;

    @Column(name = "user_id")
    private String userId;

    @Enumerated(EnumType.STRING)
    private Mode mode;

    @Enumerated(EnumType.STRING)
    private State state;

    @Column(name = "grant_id")
    private @Nullable UUID grantId;

    @Column(name = "team_id")
    private @Nullable Long teamId;

    @Column(name = "team_slug")
    private @Nullable String teamSlug;

    @Column(name = "convex_project_id")
    private @Nullable Long convexProjectId;

    @Column(name = "project_slug")
    private @Nullable String projectSlug;

    @Column(name = "deployment_name")
    private @Nullable String deploymentName;

    @Enumerated(EnumType.STRING)
    @Column(name = "deployment_type")
    private DeploymentType deploymentType;

    @Column(name = "deployment_url")
    private String deploymentUrl;

    @Column(name = "site_url")
    private @Nullable String siteUrl;

    @Column(name = "key_name")
    private @Nullable String keyName;

    @Column(name = "admin_key")
    private String adminKey;

    private @Nullable String error;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @Column(name = "checked_at")
    private Instant checkedAt;

    @Version
    private int version;

    @SuppressWarnings("NullAway") // filled by the database mapper
    protected CredentialsEntity() {}

    @SuppressWarnings("NullAway") // filled when it is connected, before it is written
    CredentialsEntity(UUID id, UUID project) {
        this.id = id;
        this.projectId = project;
    }

    UUID id() {
        return id;
    }

    ProjectId project() {
        return new ProjectId(projectId);
    }

    Connected connected() {
        return new Connected(
                mode,
                state,
                Optional.ofNullable(teamSlug),
                Optional.ofNullable(projectSlug),
                Optional.ofNullable(deploymentName),
                deploymentType,
                URI.create(deploymentUrl),
                Optional.ofNullable(siteUrl).map(URI::create),
                Optional.ofNullable(error),
                createdAt,
                checkedAt);
    }

    /** The deployment with its key, for a call of the server's own. */
    ConvexDeployment opened(Vault vault) {
        return new ConvexDeployment(URI.create(deploymentUrl), vault.open(adminKey, place()));
    }

    String sealedKey() {
        return adminKey;
    }

    /** Where its key belongs to, for the vault. */
    private String place() {
        return "convex_project_credentials/" + id + "/admin_key";
    }

    boolean isGranted() {
        return mode == Mode.OAUTH;
    }

    /** By whose access it was made; empty for a deployment that somebody hosts. */
    Optional<GrantId> grant() {
        return Optional.ofNullable(grantId).map(GrantId::new);
    }

    Optional<Long> convexProject() {
        return Optional.ofNullable(convexProjectId);
    }

    DeploymentType deploymentType() {
        return deploymentType;
    }

    Optional<String> deploymentName() {
        return Optional.ofNullable(deploymentName);
    }

    /** Under which name its key is known at Convex; empty when it was given by hand. */
    Optional<String> keyName() {
        return Optional.ofNullable(keyName);
    }

    /** Whether nobody is ending it: only then does what the deployment says about the key count. */
    boolean isInUse() {
        return state == State.CONNECTED || state == State.REVOKED;
    }

    boolean isSince(Instant moment) {
        return !createdAt.isBefore(moment);
    }

    /** An attempt has brought it a key, in place of what it was connected to. */
    void connected(Outcome outcome, Vault vault, Instant now) {
        mode = Mode.OAUTH;
        grantId = outcome.grant().id().value();
        teamId = outcome.grant().teamId();
        teamSlug = outcome.grant().teamSlug();
        convexProjectId = outcome.home().project().orElse(null);
        projectSlug = outcome.home().projectSlug().orElse(null);
        deploymentName = outcome.home().deployment().orElse(null);
        deploymentType = DeploymentType.DEV;
        deploymentUrl = outcome.deployment().url().toString();
        keyName = outcome.home().key();
        began(outcome.person(), outcome.deployment().key(), outcome.urls(), vault, now);
    }

    /** Somebody gave the key to a deployment that they host, in place of what it was connected to. */
    void connectedByHand(PersonId person, ConvexDeployment deployment, CanonicalUrls urls, Vault vault, Instant now) {
        mode = Mode.SELF_HOSTED;
        grantId = null;
        teamId = null;
        teamSlug = null;
        convexProjectId = null;
        projectSlug = null;
        deploymentName = null;
        deploymentType = deployment.type();
        deploymentUrl = deployment.url().toString();
        keyName = null;
        began(person, deployment.key(), urls, vault, now);
    }

    private void began(PersonId person, Secret key, CanonicalUrls urls, Vault vault, Instant now) {
        userId = person.value();
        siteUrl = urls.site().toString();
        adminKey = vault.seal(key, place());
        state = State.CONNECTED;
        error = null;
        createdAt = now;
        updatedAt = now;
        checkedAt = now;
    }

    /** The deployment took the key. @return whether that is news */
    boolean takesKey(Instant now) {
        return isInUse() && heard(State.CONNECTED, null, now);
    }

    /** Convex no longer takes the key. @return whether that is news */
    boolean refusesKey(String sentence, Instant now) {
        return isInUse() && heard(State.REVOKED, sentence, now);
    }

    private boolean heard(State said, @Nullable String sentence, Instant now) {
        boolean news = state != said;
        state = said;
        error = sentence;
        checkedAt = now;
        return news;
    }

    /** What its deployment is for can be changed at Convex. @return whether that is news */
    boolean heard(PlatformDeployment one) {
        if (!one.name().equals(deploymentName) || one.type() == deploymentType) {
            return false;
        }
        deploymentType = one.type();
        return true;
    }

    /** Somebody ends it; again, when that failed. */
    void disconnecting(Instant now) {
        state = State.DISCONNECTING;
        error = null;
        updatedAt = now;
    }

    /** Something was refused on the way out. Refused when it was connected anew meanwhile. */
    boolean failedToDisconnect(String sentence, Instant now) {
        if (isInUse()) {
            return false;
        }
        state = State.DISCONNECT_FAILED;
        error = sentence;
        updatedAt = now;
        return true;
    }

    /** Seals its key with the vault's newest one. @return whether an older one had sealed it */
    boolean reseal(Vault vault) {
        boolean old = vault.isOld(adminKey);
        if (old) {
            adminKey = vault.seal(vault.open(adminKey, place()), place());
        }
        return old;
    }
}
