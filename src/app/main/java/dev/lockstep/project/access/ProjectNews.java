package dev.lockstep.project.access;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who watches which project. Carries no content: whoever is told reads again, so that news may be lost or doubled.
 * Thread-safe; watchers are called on the thread that brought the news and must not block.
 */
public class ProjectNews {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectNews.class);

    private final Map<ProjectId, Set<Runnable>> watchers = new ConcurrentHashMap<>();

    /** For one kind of news. */
    protected ProjectNews() {}

    /** @return ends it */
    public final Runnable watch(ProjectId project, Runnable watcher) {
        watchers.computeIfAbsent(project, unknown -> ConcurrentHashMap.newKeySet())
                .add(watcher);
        return () -> watchers.computeIfPresent(project, (id, known) -> {
            known.remove(watcher);
            return known.isEmpty() ? null : known;
        });
    }

    /** Call it after the transaction that changed something. A watcher that fails keeps it from nobody. */
    public final void about(ProjectId project) {
        watchers.getOrDefault(project, Set.of()).forEach(watcher -> {
            try {
                watcher.run();
            } catch (RuntimeException e) {
                LOG.warn("A page could not be told of project={}", project, e);
            }
        });
    }
}
