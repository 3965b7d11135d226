/**
 * The dev server of a project: Convex's own command line tool in a sandbox, supervised. Must not know who may ask, nor how
 * the deployment was connected. Start reading at DevServerRuns.
 */
@NullMarked
package dev.lockstep.project.server;

import org.jspecify.annotations.NullMarked;
