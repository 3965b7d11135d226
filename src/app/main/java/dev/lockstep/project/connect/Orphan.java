package dev.lockstep.project.connect;

import dev.lockstep.core.PersonId;
import dev.lockstep.project.attempt.AttemptId;
import java.time.Instant;

/** A project that was made at Convex for an attempt of which nothing came. It takes a place of the team's quota. */
public record Orphan(
        AttemptId attempt, PersonId person, long convexProject, String slug, String teamSlug, Instant since) {}
