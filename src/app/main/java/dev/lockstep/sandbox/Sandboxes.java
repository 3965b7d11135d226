package dev.lockstep.sandbox;

import dev.lockstep.confine.Confinement;
import dev.lockstep.sandbox.e2b.E2bSandboxes;
import dev.lockstep.sandbox.local.LocalSandboxes;
import dev.lockstep.sandbox.process.Sandbox;
import dev.lockstep.sandbox.process.SandboxKind;
import dev.lockstep.sandbox.process.SandboxProblem;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Opens sandboxes, of each project and kind the same one every time. Safe for any thread. */
public final class Sandboxes implements AutoCloseable {

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    private final LocalSandboxes local;
    private final E2bSandboxes e2b;

    Sandboxes(LocalSandboxes local, E2bSandboxes e2b) {
        this.local = local;
        this.e2b = e2b;
    }

    /** The kinds that there can be here. Looks for Node once, which takes a moment; asks no network. */
    public Set<SandboxKind> available() {
        var available = EnumSet.allOf(SandboxKind.class);
        available.removeIf(kind -> problem(kind).isPresent());
        return available;
    }

    /** Why there is none of this kind, and what to do about it; empty when there can be. */
    public Optional<SandboxProblem> problem(SandboxKind kind) {
        return switch (kind) {
            case LOCAL -> local.problem();
            case E2B -> e2b.problem();
        };
    }

    /** A sentence that says that processes of this kind are not confined here, and why; empty when they are. */
    public Optional<String> unconfined(SandboxKind kind) {
        return kind == SandboxKind.LOCAL
                ? local.unconfined()
                        .map(reason -> "It can read and change what Lockstep itself can on this machine, because "
                                + reason + ". " + Confinement.NEXT_STEP)
                : Optional.empty();
    }

    /**
     * Opens a project's sandbox. Makes nothing and asks no network: the first file or process does.
     *
     * @param projectKey names it for ever: 1 to 64 letters, digits, dashes and underscores
     * @throws SandboxProblem when there is none of this kind here
     */
    public Sandbox open(SandboxKind kind, String projectKey) {
        if (!KEY.matcher(projectKey).matches()) {
            throw new IllegalArgumentException(
                    "A project's key is 1 to 64 letters, digits, dashes and underscores, not '" + projectKey + "'");
        }
        return switch (kind) {
            case LOCAL -> local.open(projectKey);
            case E2B -> e2b.open(projectKey);
        };
    }

    /** Leaves all processes to themselves, to be found again by their handles. */
    @Override
    public void close() {
        local.close();
        e2b.close();
    }
}
