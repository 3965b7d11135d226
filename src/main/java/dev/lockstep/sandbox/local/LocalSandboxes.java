package dev.lockstep.sandbox.local;

import dev.lockstep.sandbox.process.Sandbox;
import dev.lockstep.sandbox.process.SandboxProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Makes the sandboxes of this machine, each project's once. Looks for Node when it is first asked. Thread-safe. */
public final class LocalSandboxes implements AutoCloseable {

    /**
     * @param home the folder of all projects; made, and closed to other users, when first needed
     * @param node the program; null to look on the PATH
     * @param path where programs are
     * @param inherited variables of the application that every process may see
     * @param freeBytes no process is started when the disk has less room
     */
    public record Settings(Path home, @Nullable Path node, String path, Map<String, String> inherited, long freeBytes) {

        public Settings {
            home = home.toAbsolutePath().normalize();
            inherited = Map.copyOf(inherited);
        }
    }

    private final Settings settings;
    private final Surroundings surroundings;
    private final Map<String, LocalSandbox> open = new ConcurrentHashMap<>();
    private @Nullable NodeProgram node;
    private @Nullable Launcher launcher;

    public LocalSandboxes(Settings settings, Clock clock) {
        this.settings = settings;
        Executor threads = work -> Thread.ofVirtual().name("sandbox-local").start(work);
        this.surroundings = new Surroundings(
                clock,
                threads,
                settings.inherited(),
                settings.freeBytes(),
                settings.home().resolve("npm-cache"),
                new Attendant());
    }

    /** Why there can be none on this machine; empty when there can. */
    public Optional<SandboxProblem> problem() {
        try {
            node();
            return Optional.empty();
        } catch (SandboxProblem problem) {
            return Optional.of(problem);
        }
    }

    /**
     * @param projectKey names its folder
     * @throws SandboxProblem when there can be none
     */
    public Sandbox open(String projectKey) {
        NodeProgram program = node();
        Launcher starter = launcher(program);
        return open.computeIfAbsent(
                projectKey,
                key -> new LocalSandbox(
                        new ProjectFolder(settings.home().resolve(key)), program, starter, surroundings));
    }

    /** Only what was found is kept: whoever installs Node meanwhile need not start again. */
    private synchronized NodeProgram node() {
        if (node == null) {
            node = NodeProgram.find(settings.node(), settings.path());
        }
        return node;
    }

    private synchronized Launcher launcher(NodeProgram program) {
        if (launcher == null) {
            try {
                FileTree.makePrivate(settings.home());
                launcher = new Launcher(program, settings.home());
            } catch (IOException e) {
                throw new UncheckedIOException("The folder " + settings.home() + " cannot be written", e);
            }
        }
        return launcher;
    }

    /** Leaves all processes to themselves: they go on until their heartbeat is missed. */
    @Override
    public void close() {
        surroundings.attendant().close();
    }
}
