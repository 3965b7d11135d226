/**
 * What projects are connected to: the deployment and its key, the other deployments of the same project at Convex, and how a
 * connection ends. Must not know how it came about. Start reading at ConnectedProjects.
 */
@NullMarked
package dev.lockstep.project.connection;

import org.jspecify.annotations.NullMarked;
