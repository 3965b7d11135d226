package dev.lockstep.project.connection;

import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.core.UuidV7;
import dev.lockstep.project.access.ProjectId;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The rows of what projects are connected to: each is changed by one at a time, and who watches is told. */
@Component
class ConnectionRows {

    private final CredentialsRepository credentials;
    private final TransactionTemplate transaction;
    private final ConnectionNews news;
    private final Clock clock;
    private final UuidV7 ids;

    ConnectionRows(
            CredentialsRepository credentials, TransactionTemplate transaction, ConnectionNews news, Clock clock) {
        this.credentials = credentials;
        this.transaction = transaction;
        this.news = news;
        this.clock = clock;
        this.ids = new UuidV7(clock, new SecureRandom());
    }

    Optional<CredentialsEntity> find(ProjectId project) {
        return credentials.findByProjectId(project.value());
    }

    /** @throws Problem when the project is not connected */
    CredentialsEntity require(ProjectId project) {
        return find(project).orElseThrow(ConnectionRows::notConnected);
    }

    List<CredentialsEntity> of(Collection<ProjectId> projects) {
        return credentials.findByProjectIdIn(
                projects.stream().map(ProjectId::value).toList());
    }

    List<CredentialsEntity> all() {
        return credentials.findAll();
    }

    Instant now() {
        return clock.instant();
    }

    /** Fills the project's row, a new one when there is none; in the caller's transaction, if there is one. */
    void put(ProjectId project, Consumer<CredentialsEntity> fill) {
        transaction.executeWithoutResult(status -> {
            CredentialsEntity entity = credentials
                    .lock(project.value())
                    .orElseGet(() -> new CredentialsEntity(ids.get(), project.value()));
            fill.accept(entity);
            credentials.saveAndFlush(entity);
        });
    }

    /** @param change says whether it is news; not called when there is no row */
    void change(ProjectId project, Predicate<CredentialsEntity> change) {
        Boolean changed = transaction.execute(
                status -> credentials.lock(project.value()).map(change::test).orElse(false));
        if (Boolean.TRUE.equals(changed)) {
            tell(project);
        }
    }

    void delete(ProjectId project) {
        transaction.executeWithoutResult(
                status -> credentials.lock(project.value()).ifPresent(credentials::delete));
        tell(project);
    }

    void tell(ProjectId project) {
        news.about(project);
    }

    static Problem notConnected() {
        return new Problem(
                new ProblemCode("NotConnected"),
                Problem.Kind.PERMANENT,
                "This project is not connected to Convex.",
                "Connect it first.");
    }
}
