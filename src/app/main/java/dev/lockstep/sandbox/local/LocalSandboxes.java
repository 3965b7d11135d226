package dev.lockstep.sandbox.local;

import dev.lockstep.confine.Confinement;
import dev.lockstep.confine.NetworkPolicy;
import dev.lockstep.sandbox.local.folder.FileTree;
import dev.lockstep.sandbox.local.folder.ProjectFolder;
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
     * @param network where every process may connect to, besides the public internet
     * @param reachesPrivate whether a process also reaches the addresses that it needs when they are in this machine's
     *     network
     * @param needsWall whether there are no local sandboxes where processes cannot be confined
     */
    public record Settings(
            Path home,
            @Nullable Path node,
            String path,
            Map<String, String> inherited,
            long freeBytes,
            NetworkPolicy network,
            boolean reachesPrivate,
            boolean needsWall) {

        public Settings {
            home = home.toAbsolutePath().normalize();
            inherited = Map.copyOf(inherited);
        }
    }

    private final Settings settings;
    private final Clock clock;
    private final Attendant attendant = new Attendant();
    private final Map<String, LocalSandbox> open = new ConcurrentHashMap<>();
    private @Nullable Found found;
    private @Nullable Launcher launcher;

    /** What is looked for on this machine. */
    private record Found(NodeProgram node, Confinement confinement) {}

    public LocalSandboxes(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Why there can be none on this machine; empty when there can. */
    public Optional<SandboxProblem> problem() {
        try {
            found();
            return Optional.empty();
        } catch (SandboxProblem problem) {
            return Optional.of(problem);
        }
    }

    /**
     * Why processes here are not behind a wall, in words that go on a sentence after "because"; empty when they are, or when
     * there can be none.
     */
    public Optional<String> unconfined() {
        try {
            return found().confinement().missing(settings.home());
        } catch (SandboxProblem problem) {
            return Optional.empty();
        }
    }

    /**
     * @param projectKey names its folder
     * @throws SandboxProblem when there can be none
     */
    public Sandbox open(String projectKey) {
        Found here = found();
        Launcher starter = launcher(here.node());
        return open.computeIfAbsent(
                projectKey,
                key -> new LocalSandbox(
                        new ProjectFolder(settings.home().resolve(key)), here.node(), starter, surroundings(here)));
    }

    private Surroundings surroundings(Found here) {
        Executor threads = work -> Thread.ofVirtual().name("sandbox-local").start(work);
        Optional<LocalWall> wall = here.confinement().missing(settings.home()).isPresent()
                ? Optional.empty()
                : Optional.of(new LocalWall(here.confinement(), here.node(), settings));
        return new Surroundings(clock, threads, settings.inherited(), settings.freeBytes(), wall, attendant);
    }

    /** Only what was found is kept: whoever installs Node meanwhile need not start again. */
    private synchronized Found found() {
        if (found != null) {
            return found;
        }
        NodeProgram node = NodeProgram.find(settings.node(), settings.path());
        Confinement confinement = Confinement.find(settings.path(), node.node());
        Optional<String> missing = confinement.missing(settings.home());
        if (missing.isPresent() && settings.needsWall()) {
            throw SandboxProblem.lasting(
                    SandboxProblem.UNAVAILABLE,
                    "Local sandboxes are closed, because " + missing.get() + ".",
                    Confinement.NEXT_STEP + " Or use E2B.");
        }
        found = new Found(node, confinement);
        return found;
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
        attendant.close();
    }
}
