package dev.lockstep.emulator.convex.program;

/** Threads that wait for what a process says. */
public final class PipeReaders {

    private PipeReaders() {}

    /**
     * Starts one, which does not keep the JVM. It is no virtual one: who waits at a pipe keeps the carrier, and the
     * spare carriers that the JDK then adds leave after half a minute without work. With as many readers as processors
     * nothing virtual would run from then on.
     */
    public static Thread start(String name, Runnable reading) {
        return Thread.ofPlatform().daemon().name(name).start(reading);
    }
}
