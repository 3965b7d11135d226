/**
 * What functions fetch of the web, on their behalf. Knows bytes and texts; must not know scripts or calls. Start reading
 * at Fetches.
 */
@NullMarked
package dev.lockstep.emulator.convex.web;

import org.jspecify.annotations.NullMarked;
