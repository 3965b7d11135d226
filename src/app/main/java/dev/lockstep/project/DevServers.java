package dev.lockstep.project;

import dev.lockstep.account.Accounts;
import dev.lockstep.audit.AuditEntry;
import dev.lockstep.audit.AuditTrail;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.project.access.ProjectId;
import dev.lockstep.project.access.ProjectRole;
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

    private final Projects projects;
    private final DevServerRuns runs;
    private final Sandboxes sandboxes;
    private final LocalUse localUse;
    private final Accounts accounts;
    private final AuditTrail trail;

    DevServers(
            Projects projects,
            DevServerRuns runs,
            Sandboxes sandboxes,
            LocalUse localUse,
            Accounts accounts,
            AuditTrail trail) {
        this.localUse = localUse;
        this.accounts = accounts;
        this.projects = projects;
        this.runs = runs;
        this.sandboxes = sandboxes;
        this.trail = trail;
    }

    public DevServer of(PersonId person, ProjectId id) {
        projects.require(person, id, ProjectRole.VIEWER);
        return runs.of(id);
    }

    /** What it said; secrets are masked. */
    public DevLog log(PersonId person, ProjectId id) {
        projects.require(person, id, ProjectRole.VIEWER);
        return runs.log(id);
    }

    /** What it needs, looked at now: for when it does not start. Asks the deployment. */
    public List<Check> checks(PersonId person, ProjectId id) {
        projects.require(person, id, ProjectRole.VIEWER);
        return runs.checks(id);
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
    public Runnable watch(PersonId person, ProjectId id, Runnable watcher) {
        projects.require(person, id, ProjectRole.VIEWER);
        return runs.watch(id, watcher);
    }

    /** Starting what runs is a success. Returns at once; {@link #watch} tells what follows. */
    public void start(PersonId person, ProjectId id, Mode mode, SandboxKind kind) {
        projects.requireToChange(person, id, ProjectRole.EDITOR);
        refusal(person, kind).ifPresent(problem -> {
            throw problem;
        });
        runs.start(id, person, mode, kind);
        audit(person, "project.dev-started", id, mode + " " + kind);
    }

    /** Stopping what does not run is a success. */
    public void stop(PersonId person, ProjectId id) {
        projects.requireToChange(person, id, ProjectRole.EDITOR);
        runs.stop(id);
        audit(person, "project.dev-stopped", id, "");
    }

    private void audit(PersonId person, String action, ProjectId id, String detail) {
        trail.addAlone(AuditEntry.general(person.value(), action, ("project " + id + " " + detail).strip()));
    }
}
