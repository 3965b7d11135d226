/**
 * Pushing code, as the official CLI does it: analysis, the change of schema, the check of the documents there are, and
 * the switch to the new code. Knows deployments; must not know servlets. Start reading at Pushes.
 */
@NullMarked
package dev.lockstep.emulator.convex.push;

import org.jspecify.annotations.NullMarked;
