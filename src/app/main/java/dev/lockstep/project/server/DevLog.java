package dev.lockstep.project.server;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;

/**
 * What a project's dev server said, newest {@value #KEPT} lines, over its restarts. Thread-safe; listeners are told in
 * order, on the thread that brought the line, and must not block.
 */
public final class DevLog {

    static final int KEPT = 20_000;

    private final Clock clock;
    private final ArrayDeque<Line> lines = new ArrayDeque<>();
    private final Set<Consumer<Line>> listeners = new CopyOnWriteArraySet<>();
    private long last;

    DevLog(Clock clock) {
        this.clock = clock;
    }

    /** One line. @param number from 1, without gaps */
    public record Line(long number, Instant time, Level level, String text) {}

    /** How much a line matters. */
    public enum Level {
        /** Lockstep's own word. */
        NOTE,
        OUT,
        WARN,
        ERROR
    }

    synchronized void add(Level level, String text) {
        last++;
        var line = new Line(last, clock.instant(), level, text);
        lines.addLast(line);
        if (lines.size() > KEPT) {
            lines.removeFirst();
        }
        listeners.forEach(listener -> listener.accept(line));
    }

    /** The lines that are kept, and then each new one, without a gap or a repeat between. @return ends it */
    public synchronized Runnable follow(Consumer<List<Line>> kept, Consumer<Line> listener) {
        kept.accept(new ArrayList<>(lines));
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** All that is kept, as a text to take away. */
    public synchronized String text() {
        var out = new StringBuilder();
        lines.forEach(line -> out.append(line.time())
                .append(' ')
                .append(line.level())
                .append(' ')
                .append(line.text())
                .append('\n'));
        return out.toString();
    }
}
