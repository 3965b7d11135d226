package dev.lockstep.project.server;

import dev.lockstep.sandbox.process.Exit;
import dev.lockstep.sandbox.process.LogLine;
import dev.lockstep.sandbox.process.RunningProcess;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that a process says, and then that it has ended: a process that has just been found again has its end known long
 * before the lines of its whole life were told, and what such a line says must not count after the end.
 */
final class Hearing {

    private static final Logger LOG = LoggerFactory.getLogger(Hearing.class);

    private final Consumer<LogLine> lines;
    private final Consumer<Exit> end;

    // Guarded by this.
    private long heard;
    private long last;
    private Optional<Exit> exit = Optional.empty();

    private Hearing(Consumer<LogLine> lines, Consumer<Exit> end) {
        this.lines = lines;
        this.end = end;
    }

    /**
     * @param lines told one after the other; that one fails does not keep the next ones back
     * @param end told once, after the last line
     */
    static void of(RunningProcess process, Consumer<LogLine> lines, Consumer<Exit> end) {
        var hearing = new Hearing(lines, end);
        process.onLine(hearing::line);
        process.exited().thenAccept(exit -> hearing.exited(exit, process.lines()));
    }

    private void line(LogLine line) {
        try {
            lines.accept(line);
        } catch (RuntimeException e) {
            LOG.error("A line of a dev server was not understood", e);
        }
        Optional<Exit> over;
        synchronized (this) {
            heard = line.seq();
            over = over();
        }
        over.ifPresent(end);
    }

    private void exited(Exit how, List<LogLine> kept) {
        Optional<Exit> over;
        synchronized (this) {
            exit = Optional.of(how);
            last = kept.isEmpty() ? 0 : kept.getLast().seq();
            over = over();
        }
        over.ifPresent(end);
    }

    /** Its end, once, when nothing is left to hear. */
    private Optional<Exit> over() {
        if (heard < last) {
            return Optional.empty();
        }
        Optional<Exit> over = exit;
        exit = Optional.empty();
        return over;
    }
}
