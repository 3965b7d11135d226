package dev.lockstep.project.server;

import dev.lockstep.project.access.ProjectId;
import dev.lockstep.work.RetriedTransaction;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/**
 * The rows of dev servers, each change a transaction of its own, told to pages after it. Of a person's press and the
 * tool's word at one moment the later one looks again.
 */
@Component
class DevServerRows {

    private final DevServerRepository servers;
    private final RetriedTransaction transaction;
    private final DevServerNews news;

    DevServerRows(DevServerRepository servers, RetriedTransaction transaction, DevServerNews news) {
        this.servers = servers;
        this.transaction = transaction;
        this.news = news;
    }

    Optional<DevServerEntity> find(ProjectId project) {
        return servers.findById(project.value());
    }

    List<DevServerEntity> of(String host, Set<DevServer.Status> statuses) {
        return servers.findByHostAndStatusIn(host, statuses);
    }

    /** Calls after every change, on any thread. @return ends it */
    Runnable watch(ProjectId project, Runnable watcher) {
        return news.watch(project, watcher);
    }

    /** Tells pages of this node what another node has written. */
    void told(ProjectId project) {
        news.about(project);
    }

    /** Changes the row, which is made when there is none. @return what the change returned */
    <T> T change(ProjectId project, Function<DevServerEntity, T> change) {
        T result = transaction.run(() -> {
            DevServerEntity row =
                    servers.findById(project.value()).orElseGet(() -> new DevServerEntity(project.value()));
            T got = change.apply(row);
            servers.saveAndFlush(row);
            return got;
        });
        news.about(project);
        return result;
    }

    /**
     * Changes the row while it is about this run.
     *
     * @param event says whether it counted
     * @return whether it did; false also when the row is about another run
     */
    boolean changeIf(ProjectId project, int run, Predicate<DevServerEntity> event) {
        boolean counted = transaction.run(() -> servers.findById(project.value())
                .filter(row -> row.run() == run && event.test(row))
                .map(servers::saveAndFlush)
                .isPresent());
        news.about(project);
        return counted;
    }
}
