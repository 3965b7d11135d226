package dev.lockstep.project.connect;

import dev.lockstep.project.access.ProjectId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tells pages that something about a project's connection changed. Carries no content: whoever is told reads again, so that
 * news may be lost or doubled. Thread-safe; watchers are called on the thread that brought the news and must not block.
 */
@Component
public class ConnectionNews {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionNews.class);

    private final Map<ProjectId, Set<Runnable>> watchers = new ConcurrentHashMap<>();

    /** @return ends it */
    public Runnable watch(ProjectId project, Runnable watcher) {
        watchers.computeIfAbsent(project, unknown -> ConcurrentHashMap.newKeySet())
                .add(watcher);
        return () -> watchers.computeIfPresent(project, (id, known) -> {
            known.remove(watcher);
            return known.isEmpty() ? null : known;
        });
    }

    /** Call it after the transaction that changed something. */
    public void about(ProjectId project) {
        watchers.getOrDefault(project, Set.of()).forEach(watcher -> {
            try {
                watcher.run();
            } catch (RuntimeException e) {
                LOG.warn("A page could not be told of project={}", project, e);
            }
        });
    }
}
