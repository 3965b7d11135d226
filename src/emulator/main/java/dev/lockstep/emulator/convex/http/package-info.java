/**
 * The emulator on the network: an embedded Tomcat, its addresses and what each request means. Knows deployments and
 * pushes. Start reading at DeploymentServer.
 */
@NullMarked
package dev.lockstep.emulator.convex.http;

import org.jspecify.annotations.NullMarked;
