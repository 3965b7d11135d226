/**
 * Trouble on request: one switch for tests, demonstrations and the curious, the same in both emulators. Knows requests
 * and answers, not what they are about. Start reading at FaultPlan.
 */
@NullMarked
package dev.lockstep.emulator.fault;

import org.jspecify.annotations.NullMarked;
