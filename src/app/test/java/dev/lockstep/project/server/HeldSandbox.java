package dev.lockstep.project.server;

import dev.lockstep.core.Secret;
import dev.lockstep.sandbox.process.Exit;
import dev.lockstep.sandbox.process.FileMode;
import dev.lockstep.sandbox.process.InstallProgress;
import dev.lockstep.sandbox.process.Installed;
import dev.lockstep.sandbox.process.LogLine;
import dev.lockstep.sandbox.process.ProcessHandleText;
import dev.lockstep.sandbox.process.ProcessRequest;
import dev.lockstep.sandbox.process.RunningProcess;
import dev.lockstep.sandbox.process.Sandbox;
import dev.lockstep.sandbox.process.SandboxFile;
import dev.lockstep.sandbox.process.SandboxKind;
import dev.lockstep.sandbox.process.SandboxProblem;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** A sandbox in memory whose starts and findings last until the test lets them go on, as those of a slow cloud do. */
final class HeldSandbox implements Sandbox {

    /** A process that says nothing and ends when it is told to. */
    static final class Quiet implements RunningProcess {

        private final CompletableFuture<Exit> exited = new CompletableFuture<>();

        @Override
        public ProcessHandleText handle() {
            return new ProcessHandleText("quiet");
        }

        @Override
        public Runnable onLine(Consumer<LogLine> listener) {
            return () -> {};
        }

        @Override
        public List<LogLine> lines() {
            return List.of();
        }

        @Override
        public Optional<Exit> exit() {
            return Optional.ofNullable(exited.getNow(null));
        }

        @Override
        public CompletableFuture<Exit> exited() {
            return exited;
        }

        @Override
        public CompletableFuture<Exit> stop(Duration grace) {
            exited.complete(new Exit.Stopped());
            return exited;
        }
    }

    final Quiet process = new Quiet();
    private final Map<String, String> files = new ConcurrentHashMap<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    /** Returns when somebody waits for the process. */
    void awaitAsked() throws InterruptedException {
        asked.await();
    }

    void release() {
        released.countDown();
    }

    private RunningProcess held() {
        asked.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Bug: a start was interrupted", e);
        }
        return process;
    }

    @Override
    public RunningProcess start(ProcessRequest request) {
        return held();
    }

    @Override
    public Optional<RunningProcess> reattach(ProcessHandleText handle, Collection<Secret> secrets) {
        return Optional.of(held());
    }

    @Override
    public Optional<RunningProcess> running(String name, Collection<Secret> secrets) {
        return Optional.empty();
    }

    @Override
    public SandboxKind kind() {
        return SandboxKind.LOCAL;
    }

    @Override
    public void write(Map<String, String> written) {
        files.putAll(written);
    }

    @Override
    public void write(String path, String text, FileMode mode) {
        files.put(path, text);
    }

    @Override
    public Optional<String> read(String path) {
        return Optional.ofNullable(files.get(path));
    }

    @Override
    public List<SandboxFile> list(String folder) {
        return List.of();
    }

    @Override
    public void delete(String path) {
        files.remove(path);
    }

    @Override
    public void rename(String from, String to) {
        files.put(to, files.remove(from));
    }

    @Override
    public Installed installDependencies(Consumer<InstallProgress> progress) {
        return Installed.ALREADY;
    }

    @Override
    public Optional<SandboxProblem> refusalToReach(URI address) {
        return Optional.empty();
    }

    @Override
    public void keepAlive() {}

    @Override
    public void close() {}

    @Override
    public void destroy() {}
}
