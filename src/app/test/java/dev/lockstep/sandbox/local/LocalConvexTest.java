package dev.lockstep.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.emulator.convex.ConvexEmulator;
import dev.lockstep.sandbox.process.Exit;
import dev.lockstep.sandbox.process.InstallProgress;
import dev.lockstep.sandbox.process.Installed;
import dev.lockstep.sandbox.process.LogLine;
import dev.lockstep.sandbox.process.RunningProcess;
import dev.lockstep.sandbox.process.Sandbox;
import dev.lockstep.sandbox.process.SandboxProblem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The official Convex CLI in a local sandbox, from npm to a watch that pushes what is saved. */
@Tag("wire")
// By day the dev server of a project does the same through this sandbox.
@EnabledIfSystemProperty(named = "faults.everywhere", matches = "true")
class LocalConvexTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Kept from run to run with what npm has fetched. */
    private static final Path HOME = Path.of("target/sandbox-test");

    @TempDir
    Path folder;

    @Test
    void pushesOnceAndOnEverySave() throws Exception {
        try (var sandboxes = LocalHome.open(HOME);
                var convex = ConvexEmulator.start(
                        new ConvexEmulator.Settings(0, 0, folder.resolve("convex"), "local", ConvexProject.KEY))) {
            Assumptions.assumeTrue(sandboxes.problem().isEmpty(), "Skipped: needs Node 20 or newer and npm");
            Sandbox sandbox = sandboxes.open("app");
            sandbox.destroy();
            sandbox.write(ConvexProject.files());
            var progress = new CopyOnWriteArrayList<InstallProgress>();
            assertThat(install(sandbox, progress)).isEqualTo(Installed.ANEW);
            assertThat(progress.getLast().known()).isPresent();
            assertThat(progress.getLast().done()).isPositive();
            assertThat(install(sandbox, progress)).isEqualTo(Installed.ALREADY);

            RunningProcess once = sandbox.start(
                    ConvexProject.dev(convex.url().toString(), "--once").reaching(convex.url()));
            assertThat(end(once).isSuccess()).as(text(once)).isTrue();
            assertThat(version(convex.url())).contains("\"value\":1");

            RunningProcess watch =
                    sandbox.start(ConvexProject.dev(convex.url().toString()).reaching(convex.url()));
            Awaitility.await().atMost(PATIENCE).until(() -> text(watch).contains("Convex functions ready"));
            sandbox.write(ConvexProject.version(2));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(version(convex.url())).contains("\"value\":2"));
            assertThat(text(watch)).doesNotContain(ConvexProject.KEY.reveal());
            List<Long> family = group(watch);

            watch.stop(Duration.ofSeconds(5));

            assertThat(end(watch)).isEqualTo(new Exit.Stopped());
            assertThat(family).hasSizeGreaterThan(1).noneMatch(LocalHome::lives);
            sandbox.destroy();
            assertThat(HOME.resolve("app")).doesNotExist();
        }
    }

    private static Installed install(Sandbox sandbox, List<InstallProgress> progress) {
        try {
            return sandbox.installDependencies(progress::add);
        } catch (SandboxProblem problem) {
            Assumptions.assumeFalse(
                    problem.code().equals(SandboxProblem.NPM_OFFLINE), "Skipped: the npm packages cannot be had");
            throw problem;
        }
    }

    private static Exit end(RunningProcess process) {
        return process.exited()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private static String text(RunningProcess process) {
        return String.join("\n", process.lines().stream().map(LogLine::text).toList());
    }

    /** The launcher and all below it. */
    private static List<Long> group(RunningProcess process) {
        ProcessHandle launcher = ProcessHandle.of(
                        LocalHandle.read(process.handle()).orElseThrow().pid())
                .orElseThrow();
        return launcher.descendants().map(ProcessHandle::pid).toList();
    }

    private static String version(URI url) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(url.resolve("/api/query"))
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "{\"path\":\"version:get\",\"format\":\"convex_encoded_json\",\"args\":[{}]}"))
                                    .header("Content-Type", "application/json")
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
