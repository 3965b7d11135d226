/**
 * One deployment: its documents, code, environment variables, keys and log, put together. Knows every room below; must
 * not know HTTP. Start reading at Deployment.
 */
@NullMarked
package dev.lockstep.emulator.convex.deployment;

import org.jspecify.annotations.NullMarked;
