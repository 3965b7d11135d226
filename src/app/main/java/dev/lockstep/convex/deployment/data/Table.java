package dev.lockstep.convex.deployment.data;

import java.util.OptionalLong;

/**
 * A table of the app.
 *
 * @param documents how many it holds; absent when the deployment does not count
 */
public record Table(String name, OptionalLong documents) {}
