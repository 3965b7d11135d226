package dev.lockstep.project;

import dev.lockstep.audit.AuditEntry;
import dev.lockstep.audit.AuditTrail;
import dev.lockstep.convex.deployment.data.CronJob;
import dev.lockstep.convex.deployment.data.DataPage;
import dev.lockstep.convex.deployment.data.DeploymentData;
import dev.lockstep.convex.deployment.data.ScheduledCall;
import dev.lockstep.convex.deployment.data.StoredDocument;
import dev.lockstep.convex.deployment.data.StoredFile;
import dev.lockstep.convex.deployment.data.Table;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.project.access.ProjectRole;
import dev.lockstep.project.access.Target;
import dev.lockstep.project.connect.ConnectedProjects;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Service;

/**
 * The door to what a project's deployments hold; it changes nothing. Members see which tables there are, what is scheduled
 * and what runs by the clock. Documents, files, and the arguments of scheduled calls are for editors, since they may be about
 * people; that somebody looked is in the audit trail.
 */
@Service
public class Data {

    /** What an id of Convex looks like, roughly: anything else is not worth asking about. */
    private static final Pattern ID = Pattern.compile("[0-9a-z]{16,64}");

    private final Projects projects;
    private final ConnectedProjects connected;
    private final DeploymentData data;
    private final AuditTrail trail;

    Data(Projects projects, ConnectedProjects connected, DeploymentData data, AuditTrail trail) {
        this.projects = projects;
        this.connected = connected;
        this.data = data;
        this.trail = trail;
    }

    public List<Table> tables(PersonId person, Target target) {
        projects.require(person, target.project(), ProjectRole.VIEWER);
        return connected.with(target, data::tables);
    }

    /** The newest documents of a table, which is noted; the pages after it are not again. */
    public DataPage<StoredDocument> open(PersonId person, Target target, String table) {
        projects.require(person, target.project(), ProjectRole.EDITOR);
        audit(person, "project.table-opened", target, table);
        return page(target, table, Optional.empty());
    }

    /** @param cursor of the page before; empty for the first again */
    public DataPage<StoredDocument> documents(PersonId person, Target target, String table, Optional<String> cursor) {
        projects.require(person, target.project(), ProjectRole.EDITOR);
        return page(target, table, cursor);
    }

    private DataPage<StoredDocument> page(Target target, String table, Optional<String> cursor) {
        return connected.with(target, deployment -> data.documents(deployment, table, cursor));
    }

    /**
     * A document of any table; empty when there is none of this id.
     *
     * @throws Problem also when this is no id
     */
    public Optional<StoredDocument> document(PersonId person, Target target, String document) {
        projects.require(person, target.project(), ProjectRole.EDITOR);
        if (!ID.matcher(document.strip()).matches()) {
            throw new Problem(
                    new ProblemCode("BadDocumentId"),
                    Problem.Kind.PERMANENT,
                    "This is no id of a document.",
                    "Copy the whole _id: about 32 small letters and digits.");
        }
        audit(person, "project.document-opened", target, document.strip());
        return connected.with(target, deployment -> data.document(deployment, document.strip()));
    }

    /** @param cursor of the page before; empty for the newest */
    public DataPage<ScheduledCall> scheduled(PersonId person, Target target, Optional<String> cursor) {
        ProjectRole role =
                projects.require(person, target.project(), ProjectRole.VIEWER).role();
        DataPage<ScheduledCall> page = connected.with(target, deployment -> data.scheduled(deployment, cursor));
        return role.may(ProjectRole.EDITOR) ? page : page.map(ScheduledCall::withoutArguments);
    }

    public List<CronJob> crons(PersonId person, Target target) {
        projects.require(person, target.project(), ProjectRole.VIEWER);
        return connected.with(target, data::crons);
    }

    /** @param cursor of the page before; empty for the newest, which is noted */
    public DataPage<StoredFile> files(PersonId person, Target target, Optional<String> cursor) {
        projects.require(person, target.project(), ProjectRole.EDITOR);
        if (cursor.isEmpty()) {
            audit(person, "project.files-opened", target, "");
        }
        return connected.with(target, deployment -> data.files(deployment, cursor));
    }

    /** Where the file is for everybody who knows the address; empty when the deployment gives none. */
    public Optional<URI> address(PersonId person, Target target, String file) {
        projects.require(person, target.project(), ProjectRole.EDITOR);
        audit(person, "project.file-opened", target, file);
        return connected.with(target, deployment -> data.address(deployment, file));
    }

    private void audit(PersonId person, String action, Target target, String detail) {
        trail.addAlone(AuditEntry.general(person.value(), action, (target + " " + detail).strip()));
    }
}
