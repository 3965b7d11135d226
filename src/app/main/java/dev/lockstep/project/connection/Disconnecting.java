package dev.lockstep.project.connection;

import dev.lockstep.core.Problem;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.connection.ConnectedProjects.Parting;
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
        rows.change(project, row -> {
            row.disconnecting(rows.now());
            return true;
        });
        try {
            if (parting != Parting.FORGET && entity.isGranted()) {
                undo(project, entity, parting);
            }
        } catch (RuntimeException e) {
            String sentence = e instanceof Problem problem ? problem.sentence() : "Unexpected.";
            rows.change(project, row -> row.failedToDisconnect(sentence, rows.now()));
            throw e;
        }
        rows.delete(project);
    }

    private void undo(ProjectId project, CredentialsEntity entity, Parting parting) {
        keys.delete(project, entity.id());
        entity.deploymentName()
                .ifPresent(
                        deployment -> entity.keyName().ifPresent(name -> remote.deleteKey(project, deployment, name)));
        if (parting == Parting.DELETE_PROJECT && entity.convexProject().isPresent()) {
            remote.delete(project);
        }
    }
}
