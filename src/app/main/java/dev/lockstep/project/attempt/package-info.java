/**
 * The words for an attempt to connect a project: its steps, what it waits for, how it failed. Pure. Start reading at
 * Attempt.
 */
@NullMarked
package dev.lockstep.project.attempt;

import org.jspecify.annotations.NullMarked;
