package dev.lockstep.account.reconcile;

import dev.lockstep.core.concurrent.WatcherSet;
import java.util.List;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Tells pages that the newest run has moved. Looks into the database, since another node may run it; idle when nobody watches. */
@Component
class RunWatch {

    private final RunStore runs;
    private final WatcherSet watchers = new WatcherSet("reconciliation");
    private volatile List<ReconciliationRun> last = List.of();

    RunWatch(RunStore runs) {
        this.runs = runs;
    }

    Runnable add(Runnable watcher) {
        return watchers.add(watcher)::close;
    }

    @Scheduled(fixedDelay = 1000)
    void look() {
        if (watchers.isEmpty()) {
            return;
        }
        List<ReconciliationRun> now = runs.newest(0, 1);
        if (!now.equals(last)) {
            last = now;
            watchers.tell();
        }
    }
}
