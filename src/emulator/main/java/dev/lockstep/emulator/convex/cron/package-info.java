/**
 * Functions that run again and again: when, and which of them are due. What is due becomes a scheduled function. Start
 * reading at Crons.
 */
@NullMarked
package dev.lockstep.emulator.convex.cron;

import org.jspecify.annotations.NullMarked;
