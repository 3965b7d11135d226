package dev.lockstep.project.attempt;

/** Which project of Convex a project of ours is to live in. */
public sealed interface Choice {

    /** One that the team has already. */
    record Existing(long convexProject) implements Choice {}

    /** @param name 1 to 100 characters; Convex makes the slug */
    record Fresh(String name) implements Choice {}
}
