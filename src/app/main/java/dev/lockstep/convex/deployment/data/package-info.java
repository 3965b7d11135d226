/**
 * What a deployment holds, for its owner to look at: tables and their documents, scheduled functions, cron jobs, files. Asks
 * the queries that Convex's own tools ask, changes nothing, and writes values so that people can read them. Must not know who
 * looks. Start reading at DeploymentData.
 */
@NamedInterface("data")
@NullMarked
package dev.lockstep.convex.deployment.data;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
