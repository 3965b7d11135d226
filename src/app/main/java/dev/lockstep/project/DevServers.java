package dev.lockstep.project;

import dev.lockstep.account.Accounts;
import dev.lockstep.audit.AuditEntry;
import dev.lockstep.audit.AuditTrail;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.project.Visit.ChangingEditor;
import dev.lockstep.project.Visit.Viewer;
import dev.lockstep.project.server.Check;
import dev.lockstep.project.server.DevLog;
import dev.lockstep.project.server.DevServer;
import dev.lockstep.project.server.DevServer.Mode;
import dev.lockstep.project.server.DevServerRuns;
import dev.lockstep.project.server.LocalUse;
import dev.lockstep.sandbox.Sandboxes;
import dev.lockstep.sandbox.process.SandboxKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Service;

/** The door to dev servers. Editors start and stop them; members look on. */
@Service
public class DevServers {

    private final DevServerRuns runs;
    private final Sandboxes sandboxes;
    private final LocalUse localUse;
    private final Accounts accounts;
    private final AuditTrail trail;

    DevServers(DevServerRuns runs, Sandboxes sandboxes, LocalUse localUse, Accounts accounts, AuditTrail trail) {
        this.localUse = localUse;
        this.accounts = accounts;
        this.runs = runs;
        this.sandboxes = sandboxes;
        this.trail = trail;
    }

    public DevServer of(Viewer viewer) {
        return runs.of(viewer.project());
    }

    /** What it said; secrets are masked. */
    public DevLog log(Viewer viewer) {
        return runs.log(viewer.project());
    }

    /** What it needs, looked at now: for when it does not start. Asks the deployment. */
    public List<Check> checks(Viewer viewer) {
        return runs.checks(viewer.project());
    }

    /** Where it can run here. */
    public Set<SandboxKind> kinds() {
        return sandboxes.available();
    }

    /** Why this person cannot run it in a sandbox of that kind, and what to do about it. */
    public Optional<String> missing(PersonId person, SandboxKind kind) {
        return refusal(person, kind)
                .or(() -> sandboxes.problem(kind))
                .map(problem -> problem.sentence() + " " + problem.nextStep());
    }

    /** What somebody should know before they choose that kind: that nothing confines it here; empty when something does. */
    public Optional<String> warning(SandboxKind kind) {
        return sandboxes.unconfined(kind);
    }

    private Optional<Problem> refusal(PersonId person, SandboxKind kind) {
        return kind == SandboxKind.LOCAL ? accounts.find(person).flatMap(localUse::refusal) : Optional.empty();
    }

    /** Calls after every change of it, on any thread; what it says is told by its log. @return ends it */
    public Runnable watch(Viewer viewer, Runnable watcher) {
        return runs.watch(viewer.project(), watcher);
    }

    /** Starting what runs is a success. Returns at once; {@link #watch} tells what follows. */
    public void start(ChangingEditor editor, Mode mode, SandboxKind kind) {
        refusal(editor.person(), kind).ifPresent(problem -> {
            throw problem;
        });
        runs.start(editor.project(), editor.person(), mode, kind);
        audit(editor, "project.dev-started", mode + " " + kind);
    }

    /** Stopping what does not run is a success. */
    public void stop(ChangingEditor editor) {
        runs.stop(editor.project());
        audit(editor, "project.dev-stopped", "");
    }

    private void audit(ChangingEditor editor, String action, String detail) {
        trail.addAlone(AuditEntry.general(
                editor.person().value(), action, ("project " + editor.project() + " " + detail).strip()));
    }
}
