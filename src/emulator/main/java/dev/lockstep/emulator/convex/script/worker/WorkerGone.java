package dev.lockstep.emulator.convex.script.worker;

import java.io.IOException;

/** A worker has ended before what it was asked for. */
public final class WorkerGone extends RuntimeException {

    private final transient WorkerProcess.Ending ending;

    WorkerGone(WorkerProcess.Ending ending, IOException cause) {
        super("A process that runs functions has ended: " + ending, cause);
        this.ending = ending;
    }

    public WorkerProcess.Ending ending() {
        return ending;
    }
}
