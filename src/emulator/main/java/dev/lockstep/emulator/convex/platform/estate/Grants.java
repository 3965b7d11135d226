package dev.lockstep.emulator.convex.platform.estate;

import dev.lockstep.core.Secret;
import dev.lockstep.emulator.convex.platform.registry.Grant;
import dev.lockstep.emulator.convex.platform.registry.Project;
import dev.lockstep.emulator.convex.platform.registry.ProjectDeployment;
import dev.lockstep.emulator.convex.platform.registry.Registry;
import dev.lockstep.emulator.convex.platform.registry.Team;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What applications were granted. Thread-safe: what is revoked opens nothing from then on. */
public final class Grants {

    private static final int TOKEN_BYTES = 36;

    private final Registry registry;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /**
     * A grant that was just given.
     *
     * @param token the whole access token: {@code team:slug|…} or {@code project:team:project|…}. Shown once.
     */
    public record Issued(Grant grant, Secret token) {}

    public Grants(Registry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    public Issued issue(Team team, Optional<Project> project) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        var grant = new Grant(
                registry.nextId(),
                team.id(),
                project.map(Project::id),
                Grant.hash(secret),
                clock.instant(),
                Optional.empty());
        registry.put(grant);
        String prefix =
                project.map(one -> "project:" + team.slug() + ":" + one.slug()).orElse("team:" + team.slug());
        return new Issued(grant, Secret.of(prefix + "|" + secret));
    }

    /** @param token with anything or nothing before its secret part */
    public Optional<Grant> find(String token) {
        String hash = Grant.hash(secretPart(token));
        Optional<Grant> found = registry.grants().stream()
                .filter(grant -> grant.tokenHash().equals(hash))
                .findFirst();
        found.ifPresent(grant -> registry.note(grant.usedAt(clock.instant())));
        return found;
    }

    /** Whether a key, as the deployment is shown it, is an application's token that reaches it. */
    boolean open(String key, ProjectDeployment deployment) {
        Optional<Project> project = registry.project(deployment.projectId());
        return project.isPresent()
                && find(key).filter(grant -> reaches(grant, project.get())).isPresent();
    }

    static boolean reaches(Grant grant, Project project) {
        return grant.teamId() == project.teamId()
                && grant.projectId().filter(id -> id != project.id()).isEmpty();
    }

    /** The newest first. */
    public List<Grant> all() {
        return registry.grants().stream()
                .sorted(Comparator.comparingLong(Grant::id).reversed())
                .toList();
    }

    /** @return whether it was still there */
    public boolean revoke(long id) {
        return registry.grants().stream()
                .filter(grant -> grant.id() == id)
                .findFirst()
                .map(registry::remove)
                .orElse(false);
    }

    /** What follows the last bar: all that matters of a token, whatever kind of key it is dressed as. */
    public static String secretPart(String token) {
        return token.substring(token.lastIndexOf('|') + 1);
    }
}
