package dev.lockstep.account.reconcile;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Tells pages that the newest run has moved. Looks into the database, since another node may run it; idle when nobody watches. */
@Component
class RunWatch {

    private static final Logger LOG = LoggerFactory.getLogger(RunWatch.class);

    private final RunStore runs;
    private final Set<Runnable> watchers = ConcurrentHashMap.newKeySet();
    private volatile List<ReconciliationRun> last = List.of();

    RunWatch(RunStore runs) {
        this.runs = runs;
    }

    Runnable add(Runnable watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    @Scheduled(fixedDelay = 1000)
    void look() {
        if (watchers.isEmpty()) {
            return;
        }
        List<ReconciliationRun> now = runs.newest(0, 1);
        if (!now.equals(last)) {
            last = now;
            watchers.forEach(RunWatch::tell);
        }
    }

    private static void tell(Runnable watcher) {
        try {
            watcher.run();
        } catch (RuntimeException e) {
            LOG.warn("A watcher of reconciliation failed", e);
        }
    }
}
