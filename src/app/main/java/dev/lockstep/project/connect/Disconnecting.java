package dev.lockstep.project.connect;

import dev.lockstep.core.Problem;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.connect.Connected.Mode;
import dev.lockstep.project.connect.Connected.State;
import dev.lockstep.project.connect.ConnectedProjects.Parting;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Ends connections. What Convex refuses leaves the connection there, marked, with the reason, so that it can be tried
 * again; what is gone at Convex already is no failure.
 */
@Component
class Disconnecting {

    private final ConnectionRows rows;
    private final RemoteProjects remote;
    private final DeploymentKeys keys;

    Disconnecting(ConnectionRows rows, RemoteProjects remote, DeploymentKeys keys) {
        this.rows = rows;
        this.remote = remote;
        this.keys = keys;
    }

    /** @throws Problem what Convex said */
    void disconnect(ProjectId project, Parting parting) {
        CredentialsEntity entity = rows.require(project);
        mark(project, State.DISCONNECTING, null);
        try {
            if (parting != Parting.FORGET && entity.mode == Mode.OAUTH) {
                undo(project, entity, parting);
            }
        } catch (RuntimeException e) {
            mark(project, State.DISCONNECT_FAILED, e instanceof Problem problem ? problem.sentence() : "Unexpected.");
            throw e;
        }
        rows.delete(project);
    }

    private void undo(ProjectId project, CredentialsEntity entity, Parting parting) {
        keys.delete(project, entity.id);
        if (entity.deploymentName != null && entity.keyName != null) {
            remote.deleteKey(project, entity.deploymentName, entity.keyName);
        }
        if (parting == Parting.DELETE_PROJECT && entity.convexProjectId != null) {
            remote.delete(project);
        }
    }

    private void mark(ProjectId project, State state, @Nullable String error) {
        rows.change(project, entity -> {
            entity.state = state;
            entity.error = error;
            entity.updatedAt = rows.now();
            return true;
        });
    }
}
