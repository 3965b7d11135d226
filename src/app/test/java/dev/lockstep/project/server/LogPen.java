package dev.lockstep.project.server;

/** Writes into a project's log as its dev server does. */
public final class LogPen {

    private LogPen() {}

    public static void write(DevLog log, DevLog.Level level, String text) {
        log.add(level, text);
    }
}
