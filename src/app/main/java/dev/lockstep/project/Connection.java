package dev.lockstep.project;

import dev.lockstep.project.access.Project;
import dev.lockstep.project.access.Target;
import dev.lockstep.project.attempt.Attempt;
import dev.lockstep.project.connection.Connected;
import dev.lockstep.project.connection.Deployment;
import java.net.URI;
import java.util.Optional;

/**
 * How a project and Convex stand to one another.
 *
 * @param connected what it is connected to
 * @param attempt under way, or the last one that came to nothing after the connection was made; empty for none
 * @param deployment the one that is looked at: the connected one, unless another was chosen; empty while there is none
 */
public record Connection(
        Project project, Optional<Connected> connected, Optional<Attempt> attempt, Optional<Deployment> deployment) {

    /** The same, looked at from another deployment of the project. */
    public Connection at(Deployment other) {
        return new Connection(project, connected, attempt, connected.map(known -> other));
    }

    /** Which deployment is looked at, for the doors. */
    public Target target() {
        return new Target(project.id(), deployment.flatMap(Deployment::name));
    }

    /** Whether what is looked at is for production. */
    public boolean isProduction() {
        return deployment.filter(Deployment::isProduction).isPresent();
    }

    /** Whether what is looked at is the deployment that the project is connected to. */
    public boolean isAtHome() {
        return deployment.map(Deployment::name).equals(connected.map(Connected::deploymentName));
    }

    /** Where what is looked at is in Convex's dashboard; empty when Convex does not host it. */
    public Optional<URI> dashboard() {
        return deployment.flatMap(Deployment::dashboard);
    }

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
