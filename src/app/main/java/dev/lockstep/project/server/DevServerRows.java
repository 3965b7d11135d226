package dev.lockstep.project.server;

import dev.lockstep.project.access.ProjectId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The rows of dev servers, each change a transaction of its own, told to pages after it. */
@Component
class DevServerRows {

    private static final int TRIES = 5;

    private final DevServerRepository servers;
    private final TransactionTemplate transaction;
    private final DevServerNews news;

    DevServerRows(DevServerRepository servers, TransactionTemplate transaction, DevServerNews news) {
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
        T result = retried(() -> {
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
        boolean counted = retried(() -> servers.findById(project.value())
                .filter(row -> row.run() == run && event.test(row))
                .map(servers::saveAndFlush)
                .isPresent());
        news.about(project);
        return counted;
    }

    /** A person's press and the tool's word at one moment: the later one looks again. */
    private <T> T retried(Supplier<T> change) {
        for (int tries = 1; ; tries++) {
            try {
                return Objects.requireNonNull(transaction.execute(status -> change.get()));
            } catch (OptimisticLockingFailureException e) {
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }
}
