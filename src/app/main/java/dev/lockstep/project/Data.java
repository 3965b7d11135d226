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
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.project.Visit.Editor;
import dev.lockstep.project.Visit.Viewer;
import dev.lockstep.project.access.ProjectRole;
import dev.lockstep.project.access.Target;
import dev.lockstep.project.connection.ConnectedProjects;
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

    private final ConnectedProjects connected;
    private final DeploymentData data;
    private final AuditTrail trail;

    Data(ConnectedProjects connected, DeploymentData data, AuditTrail trail) {
        this.connected = connected;
        this.data = data;
        this.trail = trail;
    }

    public List<Table> tables(Viewer viewer) {
        return connected.with(viewer.target(), data::tables);
    }

    /** The newest documents of a table, which is noted; the pages after it are not again. */
    public DataPage<StoredDocument> open(Editor editor, String table) {
        audit(editor, "project.table-opened", table);
        return page(editor.target(), table, Optional.empty());
    }

    /** @param cursor of the page before; empty for the first again */
    public DataPage<StoredDocument> documents(Editor editor, String table, Optional<String> cursor) {
        return page(editor.target(), table, cursor);
    }

    private DataPage<StoredDocument> page(Target target, String table, Optional<String> cursor) {
        return connected.with(target, deployment -> data.documents(deployment, table, cursor));
    }

    /**
     * A document of any table; empty when there is none of this id.
     *
     * @throws Problem also when this is no id
     */
    public Optional<StoredDocument> document(Editor editor, String document) {
        if (!ID.matcher(document.strip()).matches()) {
            throw new Problem(
                    new ProblemCode("BadDocumentId"),
                    Problem.Kind.PERMANENT,
                    "This is no id of a document.",
                    "Copy the whole _id: about 32 small letters and digits.");
        }
        audit(editor, "project.document-opened", document.strip());
        return connected.with(editor.target(), deployment -> data.document(deployment, document.strip()));
    }

    /** @param cursor of the page before; empty for the newest */
    public DataPage<ScheduledCall> scheduled(Viewer viewer, Optional<String> cursor) {
        ProjectRole role = viewer.seen().role();
        DataPage<ScheduledCall> page =
                connected.with(viewer.target(), deployment -> data.scheduled(deployment, cursor));
        return role.may(ProjectRole.EDITOR) ? page : page.map(ScheduledCall::withoutArguments);
    }

    public List<CronJob> crons(Viewer viewer) {
        return connected.with(viewer.target(), data::crons);
    }

    /** @param cursor of the page before; empty for the newest, which is noted */
    public DataPage<StoredFile> files(Editor editor, Optional<String> cursor) {
        if (cursor.isEmpty()) {
            audit(editor, "project.files-opened", "");
        }
        return connected.with(editor.target(), deployment -> data.files(deployment, cursor));
    }

    /** Where the file is for everybody who knows the address; empty when the deployment gives none. */
    public Optional<URI> address(Editor editor, String file) {
        audit(editor, "project.file-opened", file);
        return connected.with(editor.target(), deployment -> data.address(deployment, file));
    }

    private void audit(Editor editor, String action, String detail) {
        trail.addAlone(AuditEntry.general(editor.person().value(), action, (editor.target() + " " + detail).strip()));
    }
}
