package dev.lockstep.sandbox.e2b;

import dev.lockstep.sandbox.e2b.wire.ConnectError;
import dev.lockstep.sandbox.e2b.wire.Envd;
import dev.lockstep.sandbox.process.SandboxProblem;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One project's machine: found when it is first needed, made when there is none, forgotten when it is gone. Thread-safe;
 * who needs a machine while one is being made waits for that one.
 */
final class Lease {

    /** Where a project's files are in its machine. */
    static final String ROOT = "/home/user/app";

    private final E2bSurroundings surroundings;
    private final String projectKey;
    private @Nullable Envd envd;

    Lease(E2bSurroundings surroundings, String projectKey) {
        this.surroundings = surroundings;
        this.projectKey = projectKey;
    }

    /** The machine, if there is one. */
    synchronized Optional<Envd> existing() {
        if (envd == null) {
            surroundings.control().find(projectKey).flatMap(this::join).ifPresent(found -> envd = found);
        }
        return Optional.ofNullable(envd);
    }

    /** The machine, made when there is none. */
    synchronized Envd required() {
        Optional<Envd> found = existing();
        if (found.isPresent()) {
            return found.get();
        }
        Envd made = surroundings.envd(surroundings.control().create(projectKey, surroundings.life()));
        try {
            made.call("filesystem.Filesystem/MakeDir", Envd.object().put("path", ROOT));
        } catch (ConnectError e) {
            if (!e.is(ConnectError.ALREADY_EXISTS)) {
                throw refused(e);
            }
        }
        envd = made;
        return made;
    }

    /** The machine of a process that was started earlier, if it is there still. */
    synchronized Optional<Envd> of(String machineId) {
        if (envd == null || !envd.machine().id().equals(machineId)) {
            Optional<Envd> joined = join(machineId);
            joined.ifPresent(found -> envd = found);
            return joined;
        }
        return Optional.of(envd);
    }

    private Optional<Envd> join(String machineId) {
        return surroundings.control().connect(machineId, surroundings.life()).map(surroundings::envd);
    }

    /** Lets it live for this long from now; empty when it is gone. */
    Optional<Envd> extend(Duration life) {
        Optional<Envd> held;
        synchronized (this) {
            held = Optional.ofNullable(envd);
        }
        try {
            held.ifPresent(
                    machine -> surroundings.control().extend(machine.machine().id(), life));
            return held;
        } catch (SandboxProblem problem) {
            if (problem.code().equals(SandboxProblem.GONE)) {
                held.ifPresent(this::forget);
                return Optional.empty();
            }
            throw problem;
        }
    }

    /** The next call looks for another, or makes one. */
    synchronized void forget(Envd gone) {
        if (envd == gone) {
            envd = null;
        }
    }

    synchronized void kill() {
        Optional<String> id = envd == null
                ? surroundings.control().find(projectKey)
                : Optional.of(envd.machine().id());
        id.ifPresent(surroundings.control()::kill);
        envd = null;
    }

    static SandboxProblem refused(ConnectError error) {
        return SandboxProblem.lasting(
                SandboxProblem.SERVICE_FAILING,
                "The cloud sandbox refused: " + error.getMessage(),
                "Look at what the path or the command says.");
    }
}
