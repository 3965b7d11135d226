package dev.lockstep.project.grant;

import java.util.UUID;

/** What one person let us do in one team. */
public record GrantId(UUID value) {}
