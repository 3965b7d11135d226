package dev.lockstep.project.ui.server;

import dev.lockstep.kit.Live;
import dev.lockstep.kit.LogView;
import dev.lockstep.project.server.DevLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Brings lines to a page in bundles, at most ten a second however fast they come. Lines are put in by the thread that read
 * them, which is never held up, and taken out under the page's lock.
 */
final class LogFeed {

    private static final long MILLIS = 100;

    private final LogView view;
    private final Live live;

    // Guarded by this.
    private List<LogView.Line> waiting = new ArrayList<>();
    private boolean scheduled;

    LogFeed(LogView view, Live live) {
        this.view = view;
        this.live = live;
    }

    /** What is there already; on the page's thread. */
    void kept(List<DevLog.Line> lines) {
        view.append(lines.stream().map(LogFeed::shown).toList());
    }

    void next(DevLog.Line line) {
        synchronized (this) {
            waiting.add(shown(line));
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        CompletableFuture.delayedExecutor(MILLIS, TimeUnit.MILLISECONDS).execute(() -> live.show(this::flush));
    }

    private void flush() {
        List<LogView.Line> bundle;
        synchronized (this) {
            bundle = waiting;
            waiting = new ArrayList<>();
            scheduled = false;
        }
        view.append(bundle);
    }

    private static LogView.Line shown(DevLog.Line line) {
        return new LogView.Line(line.number(), line.time(), line.level().name(), line.text());
    }
}
