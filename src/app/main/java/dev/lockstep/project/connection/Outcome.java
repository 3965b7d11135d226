package dev.lockstep.project.connection;

import dev.lockstep.convex.deployment.CanonicalUrls;
import dev.lockstep.convex.deployment.ConvexDeployment;
import dev.lockstep.core.PersonId;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.grant.Grant;
import java.util.Optional;

/**
 * What an attempt ends with.
 *
 * @param deployment with the key that was tried
 */
public record Outcome(
        ProjectId project, PersonId person, Grant grant, Home home, ConvexDeployment deployment, CanonicalUrls urls) {

    /**
     * Where it is at Convex, by the names that it has there.
     *
     * @param key under which name the key is known
     */
    public record Home(Optional<Long> project, Optional<String> projectSlug, Optional<String> deployment, String key) {}
}
