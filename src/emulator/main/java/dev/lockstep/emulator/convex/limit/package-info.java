/**
 * What one transaction may do, what it has done of that, and the lower limits of calls inside. Knows no documents. Start
 * reading at Usage.
 */
@NullMarked
package dev.lockstep.emulator.convex.limit;

import org.jspecify.annotations.NullMarked;
