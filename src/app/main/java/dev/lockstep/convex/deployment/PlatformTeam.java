package dev.lockstep.convex.deployment;

/** A team that gave access. Its name is not told to applications; the slug is what people see in addresses. */
public record PlatformTeam(long id, String slug) {}
