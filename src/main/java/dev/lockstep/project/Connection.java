package dev.lockstep.project;

import dev.lockstep.project.access.Project;
import dev.lockstep.project.connect.Attempt;
import dev.lockstep.project.connect.Connected;
import java.net.URI;
import java.util.Optional;

/**
 * How a project and Convex stand to one another.
 *
 * @param connected what it is connected to
 * @param attempt under way, or the last one that came to nothing after the connection was made; empty for none
 * @param dashboard where the deployment is in Convex's dashboard; empty when Convex does not host it
 */
public record Connection(
        Project project, Optional<Connected> connected, Optional<Attempt> attempt, Optional<URI> dashboard) {

    /** In one word, as the source documents name it. */
    public enum Kind {
        NOT_CONNECTED,
        CONNECTING,
        CONNECTED,
        FAILED,
        REVOKED
    }

    public Kind kind() {
        if (attempt.filter(it -> it.status().isUnderWay()).isPresent()) {
            return Kind.CONNECTING;
        }
        if (connected.isPresent()) {
            return connected.get().state() == Connected.State.REVOKED ? Kind.REVOKED : Kind.CONNECTED;
        }
        return attempt.filter(it -> it.fault().isPresent()).isPresent() ? Kind.FAILED : Kind.NOT_CONNECTED;
    }
}
