package dev.lockstep.sandbox.e2b;

import dev.lockstep.core.Secret;
import dev.lockstep.sandbox.npm.NpmInstall;
import dev.lockstep.sandbox.process.Exit;
import dev.lockstep.sandbox.process.FileMode;
import dev.lockstep.sandbox.process.InstallProgress;
import dev.lockstep.sandbox.process.Installed;
import dev.lockstep.sandbox.process.ProcessHandleText;
import dev.lockstep.sandbox.process.ProcessLimits;
import dev.lockstep.sandbox.process.ProcessRequest;
import dev.lockstep.sandbox.process.RunningProcess;
import dev.lockstep.sandbox.process.Sandbox;
import dev.lockstep.sandbox.process.SandboxFile;
import dev.lockstep.sandbox.process.SandboxKind;
import dev.lockstep.sandbox.process.SandboxPath;
import dev.lockstep.sandbox.process.SandboxProblem;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** One project in E2B: a machine that is made with the first file, its files and its processes. */
final class E2bSandbox implements Sandbox {

    private final Lease lease;
    private final E2bFiles files;
    private final E2bRuns runs;
    private final NpmInstall npm;
    private final Duration life;

    E2bSandbox(String projectKey, E2bSurroundings surroundings) {
        this.lease = new Lease(surroundings, projectKey);
        this.files = new E2bFiles(lease);
        this.runs = new E2bRuns(lease, surroundings);
        this.npm = new NpmInstall(this, Map.of());
        this.life = surroundings.life();
    }

    @Override
    public SandboxKind kind() {
        return SandboxKind.E2B;
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
        files.write(target, content);
        if (mode == FileMode.PRIVATE) {
            makePrivate(target);
        }
    }

    /** Envd has no word for modes. Nobody else is in the machine, so that the moment between the two is no gap. */
    private void makePrivate(SandboxPath path) {
        var request = ProcessRequest.of(
                        "chmod-" + UUID.randomUUID().toString().substring(0, 8),
                        "chmod",
                        "600",
                        "--",
                        E2bFiles.absolute(path))
                .within(ProcessLimits.USUAL.withTime(Duration.ofSeconds(20)));
        Exit exit = runs.start(request, Lease.ROOT).exited().join();
        if (!exit.isSuccess()) {
            throw SandboxProblem.passing(
                    SandboxProblem.DISK, "'" + path + "' was written, but not made private. " + exit.sentence());
        }
    }

    @Override
    public Optional<String> read(String path) {
        return files.read(SandboxPath.of(path));
    }

    @Override
    public List<SandboxFile> list(String folder) {
        return files.list(SandboxPath.folder(folder));
    }

    @Override
    public void delete(String path) {
        files.delete(SandboxPath.of(path));
    }

    @Override
    public void rename(String from, String to) {
        files.rename(SandboxPath.of(from), SandboxPath.of(to));
    }

    @Override
    public RunningProcess start(ProcessRequest request) {
        for (URI address : request.reaches()) {
            Optional<SandboxProblem> refusal = Reach.refusal(address);
            if (refusal.isPresent()) {
                throw refusal.get();
            }
        }
        return runs.start(request, E2bFiles.absolute(SandboxPath.folder(request.folder())));
    }

    @Override
    public Optional<RunningProcess> reattach(ProcessHandleText handle, Collection<Secret> secrets) {
        return runs.reattach(handle, secrets);
    }

    @Override
    public Optional<RunningProcess> running(String name, Collection<Secret> secrets) {
        return runs.running(name, secrets);
    }

    @Override
    public Installed installDependencies(Consumer<InstallProgress> progress) {
        return npm.run(progress);
    }

    @Override
    public Optional<SandboxProblem> refusalToReach(URI address) {
        return Reach.refusal(address);
    }

    @Override
    public void keepAlive() {
        if (lease.existing().isPresent()) {
            lease.extend(life);
        }
    }

    @Override
    public void close() {
        runs.leave();
    }

    @Override
    public void destroy() {
        lease.kill();
        runs.lost();
    }
}
