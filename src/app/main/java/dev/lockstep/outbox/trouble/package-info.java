/**
 * What went wrong with changes: which are in trouble, since when, how each try went. Reads the outbox's rows by itself and
 * writes none of them. Start reading at Troubles.
 */
@NamedInterface("trouble")
@NullMarked
package dev.lockstep.outbox.trouble;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
