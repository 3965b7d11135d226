package dev.lockstep.project.grant;

import java.time.Instant;

/** A team of Convex that a person has authorised; the token stays inside. */
public record Grant(GrantId id, long teamId, String teamSlug, Instant since) {}
