package dev.lockstep.convex.deployment;

import java.net.URI;

/**
 * The two addresses of a deployment.
 *
 * @param cloud what clients connect to
 * @param site where its HTTP actions are
 */
public record CanonicalUrls(URI cloud, URI site) {}
