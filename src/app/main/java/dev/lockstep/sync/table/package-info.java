/**
 * The vocabulary that features and the engine share: changes, owners, destinations. Imports no other room.
 * Start reading at Change.
 */
@NamedInterface("table")
@NullMarked
package dev.lockstep.sync.table;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
