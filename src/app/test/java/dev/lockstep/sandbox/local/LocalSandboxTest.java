package dev.lockstep.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockstep.core.ProblemCode;
import dev.lockstep.core.Secret;
import dev.lockstep.sandbox.process.Exit;
import dev.lockstep.sandbox.process.FileMode;
import dev.lockstep.sandbox.process.LogLine;
import dev.lockstep.sandbox.process.ProcessHandleText;
import dev.lockstep.sandbox.process.ProcessLimits;
import dev.lockstep.sandbox.process.ProcessRequest;
import dev.lockstep.sandbox.process.RunningProcess;
import dev.lockstep.sandbox.process.Sandbox;
import dev.lockstep.sandbox.process.SandboxFile;
import dev.lockstep.sandbox.process.SandboxProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** What local sandboxes promise, with real processes of Node. */
@Tag("wire")
class LocalSandboxTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(5);

    @TempDir
    Path home;

    private LocalSandboxes sandboxes;
    private Sandbox sandbox;

    @BeforeEach
    void open() {
        sandboxes = LocalHome.open(home);
        sandboxes.problem().ifPresent(problem -> {
            System.out.println("SKIPPED: " + problem.sentence());
            Assumptions.abort(problem.sentence());
        });
        sandbox = sandboxes.open("p1");
    }

    @AfterEach
    void close() {
        sandbox.destroy();
        sandboxes.close();
    }

    private Path file(String path) {
        return home.resolve("p1/files").resolve(path);
    }

    private RunningProcess node(String name, String script) {
        return node(name, script, ProcessLimits.USUAL);
    }

    private RunningProcess node(String name, String script, ProcessLimits limits) {
        sandbox.write(Map.of(name + ".mjs", script));
        return sandbox.start(ProcessRequest.of(name, "node", name + ".mjs").within(limits));
    }

    private static Exit end(RunningProcess process) {
        return process.exited()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private static List<String> texts(RunningProcess process) {
        return process.lines().stream().map(LogLine::text).toList();
    }

    /** What the process printed after this word. */
    private static String said(RunningProcess process, String word) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> texts(process).stream()
                                .filter(text -> text.startsWith(word + " "))
                                .findFirst()
                                .map(text -> text.substring(word.length() + 1))
                                .orElse(""),
                        text -> !text.isEmpty());
    }

    /** The number of a process that says which it has. */
    private static long pid(RunningProcess process, String word) {
        return LocalHome.outside(process, Long.parseLong(said(process, word)));
    }

    private static void awaitEnd(long pid) {
        Awaitility.await().atMost(PATIENCE).until(() -> !LocalHome.lives(pid));
    }

    private static void refuses(ProblemCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(SandboxProblem.class)
                .isThrownBy(call)
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(code));
    }

    @Test
    void keepsFiles() throws IOException {
        sandbox.write(Map.of("convex/schema.ts", "ä", "package.json", "{}"));
        sandbox.write(".env.local", "KEY=1\n", FileMode.PRIVATE);
        FileTime before = FileTime.from(Instant.parse("2026-01-01T12:00:00Z"));
        Files.setLastModifiedTime(file("package.json"), before);

        sandbox.write(Map.of("package.json", "{}"));
        sandbox.rename("convex/schema.ts", "convex/deep/schema.ts");

        assertThat(Files.getLastModifiedTime(file("package.json"))).isEqualTo(before);
        assertThat(Files.getPosixFilePermissions(file(".env.local")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(home.resolve("p1")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(sandbox.list(""))
                .extracting(SandboxFile::path, SandboxFile::type, SandboxFile::size)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(".env.local", SandboxFile.Type.FILE, 6L),
                        org.assertj.core.groups.Tuple.tuple("convex", SandboxFile.Type.FOLDER, 0L),
                        org.assertj.core.groups.Tuple.tuple("package.json", SandboxFile.Type.FILE, 2L));
        assertThat(sandbox.list("convex/deep")).extracting(SandboxFile::path).containsExactly("convex/deep/schema.ts");
        assertThat(sandbox.read("convex/deep/schema.ts")).contains("ä");
        assertThat(sandbox.read("convex/schema.ts")).isEmpty();
        refuses(SandboxProblem.PATH_REFUSED, () -> sandbox.rename("package.json", ".env.local"));
        sandbox.delete("convex");
        sandbox.delete("convex");
        assertThat(sandbox.list("convex")).isEmpty();
    }

    @Test
    void refusesPathsThatLeadOut() throws IOException {
        sandbox.write(Map.of("a", "1"));
        Path outside = Files.writeString(home.resolve("outside.txt"), "theirs");
        Files.createSymbolicLink(file("link"), outside);
        Files.createSymbolicLink(file("folder"), home);
        Files.createSymbolicLink(file("dangling"), home.resolve("nothing-yet"));

        for (String path :
                List.of("", "/etc/passwd", "../x", "a/../../x", "a/./b", "a//b", "a\\b", "a\0b", "x".repeat(300))) {
            refuses(SandboxProblem.PATH_REFUSED, () -> sandbox.read(path));
            refuses(SandboxProblem.PATH_REFUSED, () -> sandbox.write(path, "mine", FileMode.ORDINARY));
        }
        for (String path : List.of("link", "folder/outside.txt", "dangling", "folder/new/x")) {
            refuses(SandboxProblem.PATH_REFUSED, () -> sandbox.read(path));
            refuses(SandboxProblem.PATH_REFUSED, () -> sandbox.write(path, "mine", FileMode.ORDINARY));
            refuses(SandboxProblem.PATH_REFUSED, () -> sandbox.rename("a", path));
        }
        refuses(SandboxProblem.PATH_REFUSED, () -> sandbox.list("folder"));
        refuses(SandboxProblem.PATH_REFUSED, () -> sandbox.delete("folder/outside.txt"));
        refuses(
                SandboxProblem.PATH_REFUSED,
                () -> sandbox.start(ProcessRequest.of("x", "node", "-v").in("folder")));
        sandbox.delete("folder");

        assertThat(outside).hasContent("theirs");
        refuses(SandboxProblem.TOO_LARGE, () -> sandbox.write(Map.of("big", "x".repeat(Sandbox.LARGEST_FILE + 1))));
        Files.writeString(file("big"), "x".repeat(Sandbox.LARGEST_FILE + 1));
        refuses(SandboxProblem.TOO_LARGE, () -> sandbox.read("big"));
    }

    /** Code in the sandbox may do that at any moment; with luck it used to be shown what lies elsewhere. */
    @Test
    void reachesNothingOutsideWhileAFolderIsSwappedForALink() throws Exception {
        sandbox.write(Map.of("convex/a.txt", "mine"));
        Path outside = Files.createDirectory(home.resolve("outside"));
        Path theirs = Files.writeString(outside.resolve("a.txt"), "theirs");
        Path folder = file("convex");
        Path aside = file("aside");
        var going = new AtomicBoolean(true);
        Thread swapping = Thread.ofPlatform().start(() -> {
            while (going.get()) {
                try {
                    Files.move(folder, aside);
                    Files.createSymbolicLink(folder, outside);
                    Files.delete(folder);
                    // A write may have made the folder anew in between.
                    FileSystemUtils.deleteRecursively(folder);
                    Files.move(aside, folder);
                    LockSupport.parkNanos(200_000);
                } catch (IOException e) {
                    // It is there already, or not any more: the next turn.
                    aside.toFile().renameTo(folder.toFile());
                }
            }
        });
        var read = new HashSet<String>();
        for (int i = 0; i < 2000; i++) {
            String text = i + " mine";
            attempt(() -> sandbox.read("convex/a.txt").ifPresent(read::add));
            attempt(() -> sandbox.write("convex/a.txt", text, FileMode.PRIVATE));
            attempt(() -> sandbox.delete("convex/a.txt"));
        }
        going.set(false);
        swapping.join();

        assertThat(read).isNotEmpty().doesNotContain("theirs");
        assertThat(theirs).hasContent("theirs");
    }

    private static void attempt(Runnable deed) {
        try {
            deed.run();
        } catch (SandboxProblem refused) {
            assertThat(refused.sentence()).isNotBlank();
        }
    }

    @Test
    void showsLinesWithoutColoursHalvesAndSecrets() {
        var heard = new CopyOnWriteArrayList<LogLine>();
        sandbox.write(Map.of("say.mjs", """
                const write = (bytes) => new Promise((done) => process.stdout.write(bytes, done));
                const pause = () => new Promise((done) => setTimeout(done, 150));
                const text = Buffer.from('grün\\n');
                await write(text.subarray(0, 3)); await pause(); await write(text.subarray(3));
                await write('key ' + process.env.DEPLOY_KEY.slice(0, 9)); await pause();
                await write(process.env.DEPLOY_KEY.slice(9) + '.\\r\\n');
                await write('\\u001b[32mgreen\\u001b'); await pause(); await write('[0m\\n');
                await write('x'.repeat(9000) + '\\n');
                console.log(process.env.DEPLOY_KEY.split('|')[1] + ' ' + JSON.stringify(process.env));
                console.error('trouble');
                await write('no end');
                process.exitCode = 3;
                """));

        RunningProcess process = sandbox.start(ProcessRequest.of("say", "node", "say.mjs")
                .with("DEPLOY_KEY", Secret.of("dev:happy-animal-123|0123456789abcdef")));
        process.onLine(heard::add);

        assertThat(end(process)).isEqualTo(new Exit.Finished(3, null));
        Awaitility.await().atMost(PATIENCE).until(() -> heard.size() == 7);
        assertThat(heard).isEqualTo(process.lines());
        assertThat(heard).extracting(LogLine::seq).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        List<String> out = heard.stream()
                .filter(line -> line.stream() == LogLine.Stream.OUT)
                .map(LogLine::text)
                .toList();
        assertThat(out.subList(0, 4))
                .containsExactly("grün", "key •••.", "green", "x".repeat(LogLine.LONGEST) + LogLine.CUT);
        assertThat(out.get(4)).startsWith("••• {").contains("\"DEPLOY_KEY\":\"•••\"");
        assertThat(out.get(5)).isEqualTo("no end");
        assertThat(heard)
                .filteredOn(line -> line.stream() == LogLine.Stream.ERR)
                .extracting(LogLine::text)
                .containsExactly("trouble");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ProcessRequest.of("leak", "node", "--key=0123456789").with("K", Secret.of("0123456789")))
                .withMessageNotContaining("0123456789");
    }

    @Test
    void keepsTheNewestOfWhatIsTooMuch() throws IOException {
        RunningProcess process = node("much", """
                const line = 'x'.repeat(1000);
                for (let n = 1; n <= 90_000; n++) {
                  if (!process.stdout.write(n + ' ' + line + '\\n')) {
                    await new Promise((done) => process.stdout.once('drain', done));
                  }
                }
                """);

        assertThat(end(process)).isEqualTo(new Exit.Finished(0, null));

        assertThat(process.lines().getLast())
                .satisfies(line -> assertThat(line.seq()).isEqualTo(90_000))
                .satisfies(line -> assertThat(line.text()).startsWith("90000 xxx"));
        try (var logs = Files.walk(home.resolve("p1/runs/much"))) {
            long kept = logs.filter(file -> file.toString().endsWith(".log"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
            assertThat(kept).isBetween(32L * 1024 * 1024, 64L * 1024 * 1024);
        }
        try (var later = LocalHome.open(home)) {
            RunningProcess found =
                    later.open("p1").reattach(process.handle(), List.of()).orElseThrow();
            assertThat(end(found)).isEqualTo(new Exit.Finished(0, null));
            assertThat(texts(found).getLast()).startsWith("90000 xxx");
        }
    }

    /** A leader that goes at once would leave the port to a child that does not (and a daemon to nobody). */
    @Test
    void stopsChildrenToo() {
        RunningProcess process = node("family", """
                import { spawn } from 'node:child_process';
                const stubborn = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)";
                console.log('leader ' + process.pid);
                console.log('child ' + spawn('node', ['-e', stubborn], { stdio: 'inherit' }).pid);
                console.log('daemon ' + spawn('node', ['-e', stubborn], { stdio: 'inherit', detached: true }).pid);
                setInterval(() => {}, 1000);
                """);
        List<Long> pids = List.of("leader", "child", "daemon").stream()
                .map(word -> pid(process, word))
                .toList();
        refuses(SandboxProblem.RUNNING, () -> sandbox.start(ProcessRequest.of("family", "node", "-v")));

        process.stop(Duration.ofMillis(500));
        process.stop(Duration.ofMillis(500));

        assertThat(end(process)).isEqualTo(new Exit.Stopped());
        assertThat(pids).noneMatch(LocalHome::lives);
        assertThat(process.stop(GRACE)).isCompletedWithValue(new Exit.Stopped());
        assertThat(end(sandbox.start(ProcessRequest.of("family", "node", "-v"))).isSuccess())
                .isTrue();
    }

    @Test
    void endsWhatALeaderLeaves() {
        RunningProcess process = node("leaver", """
                import { spawn } from 'node:child_process';
                const child = spawn('node', ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
                console.log('child ' + child.pid);
                child.unref();
                """);
        said(process, "child");

        assertThat(end(process)).isEqualTo(new Exit.Finished(0, null));
        assertThat(LocalHome.left(process)).isEmpty();
    }

    @Test
    void endsWhatTakesTooMuch() {
        Duration limit = Duration.ofMillis(700);
        RunningProcess slow = node("slow", "setInterval(() => {}, 1000)", ProcessLimits.USUAL.withTime(limit));
        long megabytes = 150L * 1024 * 1024;
        RunningProcess greedy = node(
                "greedy",
                "const all = []; setInterval(() => all.push(Buffer.alloc(20 * 1024 * 1024, 1)), 50)",
                ProcessLimits.USUAL.withMemory(megabytes));
        RunningProcess killed = node("killed", "process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000)");

        assertThat(end(slow)).isEqualTo(new Exit.TimedOut(limit));
        assertThat(end(greedy)).isEqualTo(new Exit.OutOfMemory(megabytes));
        assertThat(end(killed)).isEqualTo(new Exit.Finished(null, "SIGKILL"));
        refuses(SandboxProblem.NOT_STARTED, () -> sandbox.start(ProcessRequest.of("none", "no-such-program")));
        refuses(SandboxProblem.DISK_FULL, () -> {
            try (var full = LocalHome.open(home, Long.MAX_VALUE)) {
                full.open("p2").start(ProcessRequest.of("x", "node", "-v"));
            }
        });
    }

    /** An application that is killed takes nothing with it and, of its variables, gave nothing away. */
    @Test
    void goesOnWithoutItsApplication() throws Exception {
        Process application = SandboxApplication.start(
                home, Map.of("CLERK_SECRET_KEY", "sk_test_theirs", "CONVEX_DEPLOY_KEY", "prod:theirs|1"));
        var handle = new ProcessHandleText(SandboxApplication.said(application));

        application.toHandle().destroyForcibly();
        application.waitFor();
        sandbox = sandboxes.open("killed");
        RunningProcess process =
                sandbox.reattach(handle, List.of(Secret.of("s3cr3t-value"))).orElseThrow();

        long pid = pid(process, "pid");
        long ticks = texts(process).size();
        Awaitility.await().atMost(PATIENCE).until(() -> texts(process).size() > ticks + 3);
        assertThat(texts(process)).contains("tick 1 •••");
        assertThat(said(process, "environment"))
                .contains("\"HOME\":\"" + home.resolve("killed/home"))
                .contains("\"KEY\":\"•••\"")
                .doesNotContain("theirs", "CLERK", "CONVEX_DEPLOY_KEY", "JAVA");
        assertThat(sandbox.reattach(handle, List.of())).containsSame(process);
        assertThat(sandbox.running("tick", List.of())).containsSame(process);
        try (var without = LocalHome.open(home)) {
            RunningProcess found =
                    without.open("killed").running("tick", List.of()).orElseThrow();
            assertThat(pid(found, "pid")).isEqualTo(pid);
        }
        process.stop(GRACE);
        assertThat(end(process)).isEqualTo(new Exit.Stopped());
        assertThat(LocalHome.lives(pid)).isFalse();
        assertThat(sandbox.running("tick", List.of())).isEmpty();

        try (var later = LocalHome.open(home)) {
            RunningProcess ended =
                    later.open("killed").reattach(handle, List.of()).orElseThrow();
            assertThat(end(ended)).isEqualTo(new Exit.Stopped());
        }
    }

    @Test
    void endsWhatNobodyAttendsTo() {
        RunningProcess process = node(
                "stray",
                "console.log('pid ' + process.pid); setInterval(() => {}, 1000)",
                ProcessLimits.USUAL.withHeartbeat(Duration.ofSeconds(2)));
        long pid = pid(process, "pid");
        Awaitility.await()
                .pollDelay(Duration.ofSeconds(3))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(LocalHome.lives(pid)).isTrue());

        sandbox.close();

        awaitEnd(pid);
        RunningProcess found = sandbox.reattach(process.handle(), List.of()).orElseThrow();
        assertThat(end(found)).isEqualTo(new Exit.Abandoned(Duration.ofSeconds(2)));
    }

    /** Long after, another process has the number of ours. */
    @Test
    void leavesAProcessAloneThatHasOnlyTheNumber() throws Exception {
        RunningProcess process = node("renamed", "console.log('pid ' + process.pid); setInterval(() => {}, 1000)");
        long pid = pid(process, "pid");
        LocalHandle handle = LocalHandle.read(process.handle()).orElseThrow();
        Process other = new ProcessBuilder("node", "-e", "setInterval(() => {}, 1000)").start();
        try {
            sandbox.close();
            ProcessHandle.of(handle.pid()).orElseThrow().destroyForcibly();
            var recycled = new LocalHandle(handle.name(), handle.run(), other.pid(), handle.started() - 60_000);

            RunningProcess found = sandbox.reattach(recycled.text(), List.of()).orElseThrow();

            assertThat(end(found)).isInstanceOf(Exit.Lost.class);
            found.stop(Duration.ZERO);
            awaitEnd(pid);
            assertThat(other.isAlive()).isTrue();
            assertThat(sandbox.reattach(new ProcessHandleText("e2b:1:x"), List.of()))
                    .isEmpty();
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void saysThatNpmIsOffline() throws IOException {
        int port;
        try (var socket = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        sandbox.write(Map.of(
                "package.json",
                "{\"private\":true,\"dependencies\":{\"no-such-package-of-ours\":\"1.0.0\"}}",
                ".npmrc",
                "registry=http://127.0.0.1:" + port + "/\n"));

        refuses(SandboxProblem.NPM_OFFLINE, () -> sandbox.installDependencies(progress -> {}));
    }
}
