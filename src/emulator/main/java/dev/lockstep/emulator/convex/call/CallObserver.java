package dev.lockstep.emulator.convex.call;

import dev.lockstep.emulator.convex.script.LogLine;
import java.util.function.Supplier;

/** Hears what happens inside calls of actions. Thread-safe. */
public interface CallObserver {

    /** An action that goes on has logged a line. */
    void progressed(FunctionCall call, LogLine line);

    /** Runs a call that an action makes, and notes how it ended. */
    Outcome observed(FunctionCall call, Supplier<Outcome> run);
}
