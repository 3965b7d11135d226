package dev.lockstep.sandbox.npm;

import dev.lockstep.sandbox.process.Exit;
import dev.lockstep.sandbox.process.InstallProgress;
import dev.lockstep.sandbox.process.Installed;
import dev.lockstep.sandbox.process.LogLine;
import dev.lockstep.sandbox.process.ProcessLimits;
import dev.lockstep.sandbox.process.ProcessRequest;
import dev.lockstep.sandbox.process.RunningProcess;
import dev.lockstep.sandbox.process.Sandbox;
import dev.lockstep.sandbox.process.SandboxProblem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Installs what package.json names: by the lockfile with {@code npm ci}, else with {@code npm install}. Blocks. */
public final class NpmInstall {

    private static final String PACKAGES = "package.json";
    private static final String LOCKFILE = "package-lock.json";

    /** Says what was installed; it lies where it is deleted together with the packages. */
    private static final String DONE = "node_modules/.lockstep-installed";

    private static final String NAME = "npm-install";
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final long MEMORY = 2L * 1024 * 1024 * 1024;

    private final Sandbox sandbox;
    private final Map<String, String> environment;

    /** @param environment what npm sees besides: its cache, its registry */
    public NpmInstall(Sandbox sandbox, Map<String, String> environment) {
        this.sandbox = sandbox;
        this.environment = Map.copyOf(environment);
    }

    public Installed run(Consumer<InstallProgress> progress) {
        String packages = sandbox.read(PACKAGES)
                .orElseThrow(() -> SandboxProblem.lasting(
                        SandboxProblem.NPM_FAILED, "The project has no package.json.", "Write one, then install."));
        Optional<String> lock = sandbox.read(LOCKFILE);
        if (sandbox.read(DONE).equals(Optional.of(fingerprint(packages, lock)))) {
            return Installed.ALREADY;
        }
        install(lock, progress);
        sandbox.write(Map.of(DONE, fingerprint(packages, sandbox.read(LOCKFILE))));
        return Installed.ANEW;
    }

    private void install(Optional<String> lock, Consumer<InstallProgress> progress) {
        // One that an application which is gone has started is as good.
        RunningProcess npm = sandbox.running(NAME, List.of()).orElseGet(() -> sandbox.start(request(lock.isPresent())));
        Runnable unfollow = npm.onLine(new Progress(known(lock), progress));
        try {
            Exit exit = npm.exited().get();
            if (!exit.isSuccess()) {
                throw NpmTrouble.of(exit, npm.lines());
            }
        } catch (InterruptedException e) {
            // Until it is gone there can be no other.
            npm.stop(GRACE)
                    .completeOnTimeout(new Exit.Stopped(), PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
            Thread.currentThread().interrupt();
            throw SandboxProblem.passing(SandboxProblem.NPM_FAILED, "The installation was interrupted.");
        } catch (ExecutionException e) {
            throw new IllegalStateException("Bug: the end of a process never fails", e);
        } finally {
            unfollow.run();
        }
    }

    private ProcessRequest request(boolean isLocked) {
        ProcessRequest request = ProcessRequest.of(
                        NAME,
                        "npm",
                        isLocked ? "ci" : "install",
                        "--ignore-scripts",
                        "--no-audit",
                        "--no-fund",
                        "--prefer-offline",
                        "--loglevel=http")
                .within(ProcessLimits.USUAL.withTime(LIMIT).withMemory(MEMORY))
                .with("CI", "1")
                .with("NO_COLOR", "1")
                .with("npm_config_update_notifier", "false")
                // Npm's own patience with a registry that is not there is several minutes.
                .with("npm_config_fetch_retries", "2")
                .with("npm_config_fetch_retry_factor", "2")
                .with("npm_config_fetch_retry_mintimeout", "1000")
                .with("npm_config_fetch_retry_maxtimeout", "5000");
        for (var variable : environment.entrySet()) {
            request = request.with(variable.getKey(), variable.getValue());
        }
        return request;
    }

    private static OptionalInt known(Optional<String> lock) {
        try {
            int packages = lock.map(text ->
                            JsonMapper.shared().readTree(text).path("packages").size())
                    .orElse(0);
            // The first one is the project itself.
            return packages > 1 ? OptionalInt.of(packages - 1) : OptionalInt.empty();
        } catch (JacksonException e) {
            // npm says what is wrong with it.
            return OptionalInt.empty();
        }
    }

    private static String fingerprint(String packages, Optional<String> lock) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : List.of(packages, "\0", lock.orElse(""))) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Bug: every JDK has SHA-256", e);
        }
    }

    /** Counts what npm fetched; told by one thread at a time. */
    private static final class Progress implements Consumer<LogLine> {

        private final OptionalInt known;
        private final Consumer<InstallProgress> progress;
        private int done;

        private Progress(OptionalInt known, Consumer<InstallProgress> progress) {
            this.known = known;
            this.progress = progress;
        }

        @Override
        public void accept(LogLine line) {
            if (line.text().contains(".tgz")) {
                done++;
            }
            int shown = known.isPresent() ? Math.min(done, known.getAsInt()) : done;
            progress.accept(new InstallProgress(shown, known, line.text()));
        }
    }
}
