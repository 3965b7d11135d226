package dev.lockstep.project.connect;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of asking Convex for a project.
 *
 * @param sentAt when it was asked; null when it was not, or surely made none
 * @param strayAt when a request was sent that was overtaken by another without having been answered; null once it was looked for
 */
@Embeddable
record ProjectRequest(
        @Column(name = "create_sent_at") @Nullable Instant sentAt,
        @Column(name = "stray_create_at") @Nullable Instant strayAt) {

    static final ProjectRequest NONE = new ProjectRequest(null, null);

    Optional<Instant> sent() {
        return Optional.ofNullable(sentAt);
    }

    Optional<Instant> stray() {
        return Optional.ofNullable(strayAt);
    }

    /**
     * Convex is about to be asked: from now on there may be a project. Asked for the second time, it may carry out the first
     * request still.
     */
    ProjectRequest asked(Instant now) {
        return new ProjectRequest(now, strayAt == null ? sentAt : strayAt);
    }

    /** The last one made none. */
    ProjectRequest nothingMade() {
        return new ProjectRequest(null, strayAt);
    }

    /** The overtaken one was looked for. */
    ProjectRequest strayFound() {
        return new ProjectRequest(sentAt, null);
    }
}
