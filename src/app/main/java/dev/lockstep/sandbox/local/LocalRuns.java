package dev.lockstep.sandbox.local;

import dev.lockstep.core.Secret;
import dev.lockstep.sandbox.local.folder.FileTree;
import dev.lockstep.sandbox.local.folder.ProjectFolder;
import dev.lockstep.sandbox.local.folder.RunFolder;
import dev.lockstep.sandbox.process.Exit;
import dev.lockstep.sandbox.process.ProcessHandleText;
import dev.lockstep.sandbox.process.ProcessLimits;
import dev.lockstep.sandbox.process.ProcessRequest;
import dev.lockstep.sandbox.process.RunningProcess;
import dev.lockstep.sandbox.process.SandboxProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of one project: of each name one at a time, and the folder of the last run of each. Holds those that are
 * attended to; what else runs is known from the disk.
 */
final class LocalRuns {

    private static final Logger LOG = LoggerFactory.getLogger(LocalRuns.class);
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** Longer than the attendant takes to force an end. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Exit UNHEARD = new Exit.Lost("The process was told to stop, and did not say that it has.");

    private final ProjectFolder folder;
    private final NodeProgram node;
    private final Launcher launcher;
    private final Surroundings surroundings;
    private final Map<String, LocalProcess> attached = new LinkedHashMap<>();

    LocalRuns(ProjectFolder folder, NodeProgram node, Launcher launcher, Surroundings surroundings) {
        this.folder = folder;
        this.node = node;
        this.launcher = launcher;
        this.surroundings = surroundings;
    }

    synchronized RunningProcess start(ProcessRequest request, Path cwd) throws IOException {
        folder.make();
        if (Files.getFileStore(folder.path()).getUsableSpace() < surroundings.freeBytes()) {
            throw SandboxProblem.lasting(
                    SandboxProblem.DISK_FULL,
                    "The disk has less than " + surroundings.freeBytes() / (1024 * 1024) + " MB left.",
                    "Make room, then start again.");
        }
        makeWay(request.name());
        var run = new RunFolder(
                folder.runs(request.name()).resolve(UUID.randomUUID().toString()));
        run.create(surroundings.clock().instant());
        try {
            ProcessHandle started = launcher.start(run, request, environment(), starting(run, request, cwd));
            LocalHandle handle = LocalHandle.of(request.name(), run, started);
            LOG.info(
                    "Local process started project={} name={} run={}",
                    folder.path().getFileName(),
                    request.name(),
                    id(run));
            return attach(handle, run, request.limits(), request.secrets().values());
        } catch (IOException | SandboxProblem e) {
            FileTree.delete(run.path());
            throw e;
        }
    }

    /** Refuses when one of the name runs, and tidies up after one that ran. */
    private void makeWay(String name) throws IOException {
        for (RunFolder old : of(folder.runs(name))) {
            if (old.exit().isEmpty() && old.launcher().isPresent()) {
                throw SandboxProblem.running(name);
            }
            if (old.exit().isEmpty()) {
                launcher.endLeftovers(old);
            }
            attached.remove(id(old));
            FileTree.delete(old.path());
        }
    }

    private LocalProcess attach(LocalHandle handle, RunFolder run, ProcessLimits limits, Collection<Secret> secrets) {
        var process = new LocalProcess(handle, run, limits, launcher, secrets, surroundings);
        attached.put(id(run), process);
        surroundings.attendant().attend(process);
        return process;
    }

    synchronized Optional<RunningProcess> reattach(ProcessHandleText text, Collection<Secret> secrets) {
        Optional<LocalHandle> handle = LocalHandle.read(text);
        if (handle.isEmpty()) {
            return Optional.empty();
        }
        LocalProcess known = attached.get(handle.get().run());
        if (known != null) {
            return Optional.of(known);
        }
        var run = new RunFolder(
                folder.runs(handle.get().name()).resolve(handle.get().run()));
        return run.isThere() ? Optional.of(attach(handle.get(), run, run.limits(), secrets)) : Optional.empty();
    }

    synchronized Optional<RunningProcess> running(String name, Collection<Secret> secrets) throws IOException {
        for (RunFolder run : of(folder.runs(name))) {
            Optional<ProcessHandle> there = run.launcher();
            if (run.exit().isEmpty() && there.isPresent()) {
                LocalProcess known = attached.get(id(run));
                return Optional.of(
                        known == null
                                ? attach(LocalHandle.of(name, run, there.get()), run, run.limits(), secrets)
                                : known);
            }
        }
        return Optional.empty();
    }

    synchronized void keepAlive() throws IOException {
        for (RunFolder run : all()) {
            if (run.exit().isEmpty()) {
                run.beat(surroundings.clock().instant());
            }
        }
    }

    synchronized void leave() {
        attached.values().forEach(surroundings.attendant()::leave);
        attached.clear();
    }

    /** Stops whatever runs, and waits for it. */
    List<Exit> endAll() throws IOException {
        List<CompletableFuture<Exit>> ending = new ArrayList<>();
        synchronized (this) {
            for (RunFolder run : all()) {
                LocalProcess process = attached.get(id(run));
                Optional<ProcessHandle> unattended = run.launcher();
                if (process != null) {
                    ending.add(process.stop(GRACE));
                } else if (run.exit().isEmpty() && unattended.isPresent()) {
                    LocalHandle handle =
                            LocalHandle.of(run.path().getParent().getFileName().toString(), run, unattended.get());
                    ending.add(attach(handle, run, run.limits(), List.of()).stop(GRACE));
                } else if (run.exit().isEmpty()) {
                    launcher.endLeftovers(run);
                }
            }
        }
        List<Exit> ended = ending.stream()
                .map(exit -> exit.completeOnTimeout(UNHEARD, PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .map(CompletableFuture::join)
                .toList();
        leave();
        return ended;
    }

    private Launcher.Starting starting(RunFolder run, ProcessRequest request, Path cwd) {
        Optional<LocalWall> wall = surroundings.wall();
        String program = request.argv().getFirst();
        if (wall.isPresent() && !wall.get().has(program, cwd)) {
            throw Launcher.notThere(program);
        }
        return new Launcher.Starting(
                cwd,
                wall.map(it -> it.command(folder, run, request, cwd)).orElse(request.argv()),
                wall.map(it -> it.network(request)));
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>(surroundings.inherited());
        environment.put("PATH", node.path());
        surroundings.wall().ifPresent(wall -> environment.putAll(wall.environment()));
        environment.put("HOME", folder.home().toString());
        environment.put("TMPDIR", folder.temporary().toString());
        environment.put("LANG", "C.UTF-8");
        return environment;
    }

    private List<RunFolder> all() throws IOException {
        List<RunFolder> all = new ArrayList<>();
        for (Path name : folders(folder.runs())) {
            all.addAll(of(name));
        }
        return all;
    }

    private static List<RunFolder> of(Path name) throws IOException {
        return folders(name).stream().map(RunFolder::new).toList();
    }

    private static List<Path> folders(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(parent)) {
            return folders.filter(Files::isDirectory).toList();
        }
    }

    private static String id(RunFolder run) {
        return run.path().getFileName().toString();
    }
}
