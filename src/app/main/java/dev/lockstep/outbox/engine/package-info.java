/**
 * What becomes of a change: states, events and what follows from them. Pure: knows no time but what it is told, no database
 * and no network. Start reading at Engine.
 */
@NullMarked
package dev.lockstep.outbox.engine;

import org.jspecify.annotations.NullMarked;
