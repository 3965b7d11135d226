/** Moments in words. Imports nothing else of ours. Start reading at Moments. */
@NullMarked
package dev.lockstep.kit.time;

import org.jspecify.annotations.NullMarked;
