package dev.lockstep.convex.deployment;

import dev.lockstep.core.Secret;

/** What an installation registered with Convex, so that people can agree there to what it may do. */
public record OauthApplication(String clientId, Secret clientSecret) {}
