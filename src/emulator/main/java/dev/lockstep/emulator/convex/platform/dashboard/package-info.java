/**
 * What opens behind a link to the dashboard: a plain page that says which deployment it is. Shows, changes nothing, and
 * knows no keys. Start reading at DeploymentPage.
 */
@NullMarked
package dev.lockstep.emulator.convex.platform.dashboard;

import org.jspecify.annotations.NullMarked;
