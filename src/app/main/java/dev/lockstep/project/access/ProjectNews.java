package dev.lockstep.project.access;

import dev.lockstep.core.concurrent.WatcherMap;

/** One kind of news of projects, told to pages of this node. Guarantees what {@link WatcherMap} does. Thread-safe. */
public class ProjectNews {

    private final WatcherMap<ProjectId> watchers = new WatcherMap<>("a project");

    /** For one kind of news. */
    protected ProjectNews() {}

    /** @return ends it */
    public final Runnable watch(ProjectId project, Runnable watcher) {
        return watchers.watch(project, watcher)::close;
    }

    /** Call it after the transaction that changed something. */
    public final void about(ProjectId project) {
        watchers.tell(project);
    }
}
