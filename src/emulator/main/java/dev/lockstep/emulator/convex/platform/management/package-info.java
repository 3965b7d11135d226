/**
 * The Management API: what of the platform can be asked for over HTTP, in the service's own paths and shapes, and the
 * older endpoints that the CLI still uses. Start reading at ManagementApi.
 */
@NullMarked
package dev.lockstep.emulator.convex.platform.management;

import org.jspecify.annotations.NullMarked;
