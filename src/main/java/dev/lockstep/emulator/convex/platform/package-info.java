/**
 * The platform around deployments: one team, its projects, the deployments they have, the keys to them, and the
 * Management API that makes and deletes all of it. Must not know functions or documents. Start reading at Platform.
 */
@NullMarked
package dev.lockstep.emulator.convex.platform;

import org.jspecify.annotations.NullMarked;
