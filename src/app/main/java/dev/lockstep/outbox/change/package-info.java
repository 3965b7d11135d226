/**
 * The vocabulary that features and the outbox share: changes, destinations, inspectors. Imports no other room.
 * Start reading at Change.
 */
@NamedInterface("change")
@NullMarked
package dev.lockstep.outbox.change;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
