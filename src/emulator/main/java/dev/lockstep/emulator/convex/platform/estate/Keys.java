package dev.lockstep.emulator.convex.platform.estate;

import dev.lockstep.core.Secret;
import dev.lockstep.emulator.convex.platform.registry.DeployKey;
import dev.lockstep.emulator.convex.platform.registry.Project;
import dev.lockstep.emulator.convex.platform.registry.ProjectDeployment;
import dev.lockstep.emulator.convex.platform.registry.Registry;
import dev.lockstep.emulator.convex.wire.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keys that are made for people: of deployments, and for the previews of a project. Thread-safe. */
public final class Keys {

    private static final Duration SHORTEST = Duration.ofMinutes(30);

    private final Registry registry;
    private final Deployments deployments;
    private final Clock clock;

    /** What a key is asked to be. */
    public record Wish(String name, Optional<Instant> expires, List<String> actions) {}

    public Keys(Registry registry, Deployments deployments, Clock clock) {
        this.registry = registry;
        this.deployments = deployments;
        this.clock = clock;
    }

    /** @return the key with its type in front: {@code dev:name|…} */
    public synchronized String create(ProjectDeployment deployment, Wish wish) {
        DeployKey key = make(wish, deployment.keys(), deployment.name());
        var more = new ArrayList<>(deployment.keys());
        more.add(key);
        registry.put(deployment.withKeys(more));
        return deployment.deployKey(key.secret());
    }

    /** @return the key: {@code preview:team:project|…} */
    public synchronized String createPreview(Project project, String teamSlug, Wish wish) {
        String owner = teamSlug + ":" + project.slug();
        DeployKey key = make(wish, project.previewKeys(), owner);
        var more = new ArrayList<>(project.previewKeys());
        more.add(key);
        registry.put(project.withPreviewKeys(more));
        return "preview:" + key.secret().reveal();
    }

    /** @param id the key's name, or the whole key, or its secret part */
    public synchronized void delete(ProjectDeployment deployment, String id) {
        registry.put(deployment.withKeys(without(deployment.keys(), id)));
    }

    /** The same for previews. */
    public synchronized void deletePreview(Project project, String id) {
        registry.put(project.withPreviewKeys(without(project.previewKeys(), id)));
    }

    private DeployKey make(Wish wish, List<DeployKey> known, String owner) {
        if (wish.name().isBlank()) {
            throw Refusal.badRequest("InvalidDeployKeyName", "A deploy key needs a name");
        }
        if (known.stream().anyMatch(key -> key.name().equals(wish.name()))) {
            throw Refusal.badRequest("DeployKeyNameTaken", "There is a deploy key \"" + wish.name() + "\" already");
        }
        Instant now = clock.instant();
        if (wish.expires().filter(end -> end.isBefore(now.plus(SHORTEST))).isPresent()) {
            throw Refusal.badRequest(
                    "InvalidExpiration", "A key must live at least " + SHORTEST.toMinutes() + " minutes from now");
        }
        Secret secret = Secret.of(owner + "|" + deployments.randomText());
        return new DeployKey(registry.nextId(), wish.name(), secret, now, wish.expires(), wish.actions());
    }

    private static List<DeployKey> without(List<DeployKey> keys, String id) {
        var fewer = new ArrayList<>(keys);
        String part = Grants.secretPart(id);
        boolean removed = fewer.removeIf(key -> key.name().equals(id)
                || Secret.of(Grants.secretPart(key.secret().reveal())).matches(part));
        if (!removed) {
            throw Refusal.notFound("DeployKeyNotFound", "There is no such deploy key");
        }
        return fewer;
    }
}
