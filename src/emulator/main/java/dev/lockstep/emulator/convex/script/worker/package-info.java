/**
 * Processes of Node that run functions: started, told and heard in frames, ended. Knows no function and no call. Start
 * reading at WorkerProcess; what runs in them is {@code script/engine.mjs} of the resources.
 */
@NullMarked
package dev.lockstep.emulator.convex.script.worker;

import org.jspecify.annotations.NullMarked;
