/**
 * Ids, names of tables, and keys whose bytes are ordered as the values are: what indexes are made of. Pure. Start
 * reading at OrderedKey.
 */
@NullMarked
package dev.lockstep.emulator.convex.key;

import org.jspecify.annotations.NullMarked;
