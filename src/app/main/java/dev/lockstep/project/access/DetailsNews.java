package dev.lockstep.project.access;

import dev.lockstep.core.PersonId;
import dev.lockstep.core.concurrent.WatcherMap;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Tells pages that a project's name or members changed, or that it was archived or taken back. Thread-safe. */
@Component
public final class DetailsNews extends ProjectNews {

    private final WatcherMap<PersonId> lists = new WatcherMap<>("a list of projects");

    /** Calls after every change of the projects that this person sees, on any thread. @return ends it */
    public Runnable watch(PersonId person, Runnable watcher) {
        return lists.watch(person, watcher)::close;
    }

    /** Tells of it once the caller's transaction has committed. @param people whose lists have it, or had it */
    public void afterCommit(ProjectId project, Set<PersonId> people) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                about(project);
                people.forEach(lists::tell);
            }
        });
    }
}
