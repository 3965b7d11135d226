package dev.lockstep.sandbox.local;

import dev.lockstep.core.Secret;
import dev.lockstep.sandbox.local.folder.FileTree;
import dev.lockstep.sandbox.local.folder.LocalFiles;
import dev.lockstep.sandbox.local.folder.ProjectFolder;
import dev.lockstep.sandbox.npm.NpmInstall;
import dev.lockstep.sandbox.process.Exit;
import dev.lockstep.sandbox.process.FileMode;
import dev.lockstep.sandbox.process.InstallProgress;
import dev.lockstep.sandbox.process.Installed;
import dev.lockstep.sandbox.process.ProcessHandleText;
import dev.lockstep.sandbox.process.ProcessRequest;
import dev.lockstep.sandbox.process.RunningProcess;
import dev.lockstep.sandbox.process.Sandbox;
import dev.lockstep.sandbox.process.SandboxFile;
import dev.lockstep.sandbox.process.SandboxKind;
import dev.lockstep.sandbox.process.SandboxPath;
import dev.lockstep.sandbox.process.SandboxProblem;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One project on this machine: its files, and its runs. */
final class LocalSandbox implements Sandbox {

    private final LocalFiles files;
    private final LocalRuns runs;
    private final NpmInstall npm;
    private final ProjectFolder folder;

    LocalSandbox(ProjectFolder folder, NodeProgram node, Launcher launcher, Surroundings surroundings) {
        this.folder = folder;
        this.files = new LocalFiles(folder.files(), folder.drafts());
        this.runs = new LocalRuns(folder, node, launcher, surroundings);
        // A cache that projects share would let one of them choose another's packages.
        this.npm = new NpmInstall(
                this, Map.of("npm_config_cache", folder.home().resolve(".npm").toString()));
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private static <T> T onDisk(Work<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw SandboxProblem.passing(
                    SandboxProblem.DISK,
                    "The sandbox's disk refused: " + e.getClass().getSimpleName() + ".");
        }
    }

    @Override
    public SandboxKind kind() {
        return SandboxKind.LOCAL;
    }

    @Override
    public void write(Map<String, String> contents) {
        if (contents.size() > MOST_FILES) {
            throw SandboxProblem.lasting(
                    SandboxProblem.TOO_LARGE, "These are more than " + MOST_FILES + " files.", "Write them in parts.");
        }
        contents.keySet().forEach(SandboxPath::of);
        contents.forEach((path, text) -> write(path, text, FileMode.ORDINARY));
    }

    @Override
    public void write(String path, String text, FileMode mode) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        if (content.length > LARGEST_FILE) {
            throw SandboxProblem.tooLarge(path);
        }
        SandboxPath target = SandboxPath.of(path);
        onDisk(() -> {
            files.write(target, content, mode);
            return null;
        });
    }

    @Override
    public Optional<String> read(String path) {
        SandboxPath target = SandboxPath.of(path);
        return onDisk(() -> files.read(target));
    }

    @Override
    public List<SandboxFile> list(String path) {
        SandboxPath target = SandboxPath.folder(path);
        return onDisk(() -> files.list(target));
    }

    @Override
    public void delete(String path) {
        SandboxPath target = SandboxPath.of(path);
        onDisk(() -> {
            files.delete(target);
            return null;
        });
    }

    @Override
    public void rename(String from, String to) {
        SandboxPath source = SandboxPath.of(from);
        SandboxPath target = SandboxPath.of(to);
        onDisk(() -> {
            files.rename(source, target);
            return null;
        });
    }

    @Override
    public RunningProcess start(ProcessRequest request) {
        return onDisk(() -> runs.start(request, files.resolve(SandboxPath.folder(request.folder()))));
    }

    @Override
    public Optional<RunningProcess> reattach(ProcessHandleText handle, Collection<Secret> secrets) {
        return onDisk(() -> runs.reattach(handle, secrets));
    }

    @Override
    public Optional<RunningProcess> running(String name, Collection<Secret> secrets) {
        return onDisk(() -> runs.running(name, secrets));
    }

    @Override
    public Installed installDependencies(Consumer<InstallProgress> progress) {
        return npm.run(progress);
    }

    /** This machine's processes reach what this machine reaches. */
    @Override
    public Optional<SandboxProblem> refusalToReach(URI address) {
        return Optional.empty();
    }

    @Override
    public void keepAlive() {
        onDisk(() -> {
            runs.keepAlive();
            return null;
        });
    }

    @Override
    public void close() {
        runs.leave();
    }

    @Override
    public void destroy() {
        onDisk(() -> {
            List<Exit> ended = runs.endAll();
            FileTree.delete(folder.path());
            return ended;
        });
    }
}
