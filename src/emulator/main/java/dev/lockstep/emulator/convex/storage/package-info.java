/**
 * File storage: the bytes on disk, the rows in {@code _storage} that functions see, and the addresses that bytes are
 * uploaded to and served from. Knows documents; must not know functions or servlets. Start reading at FileStorage.
 */
@NullMarked
package dev.lockstep.emulator.convex.storage;

import org.jspecify.annotations.NullMarked;
