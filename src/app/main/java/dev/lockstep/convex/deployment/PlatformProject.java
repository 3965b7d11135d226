package dev.lockstep.convex.deployment;

import java.time.Instant;

/** A project as Convex's platform knows it. */
public record PlatformProject(long id, String name, String slug, long teamId, String teamSlug, Instant created) {}
