package dev.lockstep.sandbox.e2b;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockstep.core.Backoff;
import dev.lockstep.core.Problem;
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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The client of E2B against a server that speaks as the recording of the official client and the description do. */
@Tag("wire")
class E2bSandboxTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final Backoff SOON = new Backoff(Duration.ofMillis(1), Duration.ofMillis(20));
    private static final Secret DEPLOY_KEY = Secret.of("dev:animal|0123456789abcdef");

    private FakeE2b fake;
    private E2bSandboxes sandboxes;
    private Sandbox sandbox;

    @BeforeEach
    void open() throws IOException {
        fake = new FakeE2b();
        sandboxes = connect(LIFE);
        sandbox = sandboxes.open("p1");
    }

    @AfterEach
    void close() {
        sandboxes.close();
        fake.close();
    }

    private E2bSandboxes connect(Duration life) {
        return new E2bSandboxes(
                new E2bSandboxes.Settings(fake.url(), Secret.of(FakeE2b.KEY), "base", life),
                Clock.systemUTC(),
                machine -> HttpUrl.get(fake.url() + "/envd"),
                SOON);
    }

    private static ProcessRequest dev() {
        return ProcessRequest.of("convex-dev", "npx", "convex", "dev")
                .with("CI", "1")
                .with("KEY", DEPLOY_KEY);
    }

    private static Exit end(RunningProcess process) {
        return process.exited()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private static List<String> texts(RunningProcess process) {
        return process.lines().stream().map(LogLine::text).toList();
    }

    private static void refuses(ProblemCode code, ThrowingCallable call) {
        assertThatExceptionOfType(SandboxProblem.class)
                .isThrownBy(call)
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(code));
    }

    private static void await(java.util.concurrent.Callable<Boolean> happened) {
        Awaitility.await().atMost(PATIENCE).until(happened);
    }

    @Test
    void asksTheControlPlaneAsDescribed() {
        Optional<E2bContract> contract = E2bContract.load();
        Assumptions.assumeTrue(contract.isPresent(), "no description of E2B's API");

        assertThat(sandbox.read("package.json")).isEmpty();
        assertThat(fake.machines).isEmpty();
        sandbox.write(Map.of("package.json", "{}"));
        sandbox.start(dev()).exited().join();
        sandbox.keepAlive();
        try (E2bSandboxes other = connect(LIFE)) {
            assertThat(other.open("p1").read("package.json")).contains("{}");
            assertThat(other.open("p2").read("package.json")).isEmpty();
        }
        sandbox.destroy();
        sandbox.destroy();

        assertThat(fake.machines).isEmpty();
        assertThat(fake.control)
                .extracting(seen -> seen.method() + " " + seen.path())
                .contains(
                        "GET /v2/sandboxes",
                        "POST /sandboxes",
                        "POST /sandboxes/isandbox1/timeout",
                        "POST /sandboxes/isandbox1/connect",
                        "DELETE /sandboxes/isandbox1");
        fake.control.forEach(contract.get()::checkRequest);
        assertThat(fake.control).allSatisfy(seen -> assertThat(seen.headers()).containsEntry("X-API-Key", FakeE2b.KEY));
        JsonNode created = fake.control.stream()
                .filter(seen -> seen.path().equals("/sandboxes"))
                .findFirst()
                .orElseThrow()
                .json();
        assertThat(created.path("timeout").asInt()).isEqualTo(600);
        assertThat(created.path("metadata").path("lockstep-project").asString()).isEqualTo("p1");
        for (String answer : fake.answers) {
            String[] parts = answer.split(" ", 4);
            contract.get().checkAnswer(parts[0], parts[1], Integer.parseInt(parts[2]), parts[3]);
        }
    }

    @Test
    void keepsFiles() {
        sandbox.write(Map.of("convex/a.ts", "ä"));
        sandbox.write(Map.of("convex/a.ts", "ä"));
        sandbox.write(".env.local", "KEY=1", FileMode.PRIVATE);

        assertThat(fake.files).containsOnlyKeys("/home/user/app/convex/a.ts", "/home/user/app/.env.local");
        assertThat(fake.envd.stream()
                        .filter(seen ->
                                seen.path().endsWith("/files") && seen.method().equals("POST")))
                .hasSize(2)
                .allSatisfy(seen -> {
                    assertThat(seen.body())
                            .contains("Content-Disposition: form-data; name=\"file\"; filename=\""
                                    + seen.query().get("path") + "\"");
                    assertThat(seen.headers())
                            .containsEntry("E2b-Sandbox-Id", "isandbox1")
                            .containsEntry("E2b-Sandbox-Port", "49983")
                            .containsEntry("X-Access-Token", FakeE2b.TOKEN)
                            .doesNotContainKey("X-API-Key");
                });
        assertThat(fake.envd)
                .anySatisfy(seen ->
                        assertThat(seen.body()).contains("\"chmod\",\"600\",\"--\",\"/home/user/app/.env.local\""));
        assertThat(sandbox.read("convex/a.ts")).contains("ä");
        assertThat(sandbox.list("convex"))
                .containsExactly(new SandboxFile(
                        "convex/a.ts", SandboxFile.Type.FILE, 2, Instant.parse("2026-01-01T12:00:00.5Z")));
        assertThat(sandbox.list("nowhere")).isEmpty();
        refuses(SandboxProblem.PATH_REFUSED, () -> sandbox.rename(".env.local", "convex/a.ts"));
        sandbox.rename("convex/a.ts", "convex/b.ts");
        sandbox.delete("convex/b.ts");
        sandbox.delete("convex/b.ts");
        assertThat(sandbox.read("convex/b.ts")).isEmpty();
        refuses(SandboxProblem.PATH_REFUSED, () -> sandbox.read("../secrets"));
    }

    /** Frames come in any pieces: in the middle of a header, of a character, of a secret. */
    @Test
    void followsAProcess() {
        byte[] text = "grün 0123456789abcdef\n".getBytes(StandardCharsets.UTF_8);
        fake.onStart = (pid, stream) -> {
            byte[] start = FakeStream.frame(0, "{\"event\":{\"start\":{\"pid\":" + pid + "}}}");
            stream.raw(Arrays.copyOf(start, 3)).raw(Arrays.copyOfRange(start, 3, start.length));
            stream.out(Arrays.copyOf(text, 3)).event("{'keepalive':{}}").out(Arrays.copyOfRange(text, 3, 12));
            byte[] rest = FakeStream.frame(
                    0,
                    "{\"event\":{\"data\":{\"stdout\":\""
                            + java.util.Base64.getEncoder().encodeToString(Arrays.copyOfRange(text, 12, text.length))
                            + "\"}}}");
            for (byte piece : rest) {
                stream.raw(new byte[] {piece});
            }
            stream.event("{'data':{'stderr':'" + java.util.Base64.getEncoder().encodeToString("x".getBytes()) + "'}}");
            stream.end("{'exited':true,'status':'exit status 0'}");
        };

        RunningProcess process = sandbox.start(dev());

        assertThat(end(process)).isEqualTo(new Exit.Finished(0, null));
        assertThat(process.lines())
                .extracting(LogLine::stream, LogLine::text)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(LogLine.Stream.OUT, "grün •••"),
                        org.assertj.core.groups.Tuple.tuple(LogLine.Stream.ERR, "x"));
        FakeE2b.Seen start = fake.envd.stream()
                .filter(seen -> seen.path().endsWith("/Start"))
                .findFirst()
                .orElseThrow();
        assertThat(start.headers())
                .containsEntry("Content-Type", "application/connect+json")
                .containsEntry("Connect-Protocol-Version", "1")
                .containsEntry("Keepalive-Ping-Interval", "50")
                .doesNotContainKeys("Connect-Timeout-Ms", "Connect-Accept-Encoding");
        JsonNode asked = start.json().path("process");
        assertThat(asked.path("cmd").asString()).isEqualTo("setsid");
        assertThat(asked.path("args").valueStream().map(JsonNode::asString).toList())
                .endsWith("npx", "convex", "dev")
                .noneMatch(word -> word.contains("0123456789abcdef"));
        assertThat(asked.path("envs").path("KEY").asString()).isEqualTo(DEPLOY_KEY.reveal());
        assertThat(asked.path("cwd").asString()).isEqualTo("/home/user/app");
        // What the leader may have left is ended as well.
        await(() -> fake.signals.contains("KILL"));
    }

    @Test
    void tellsHowItEnded() {
        fake.onStart = (pid, stream) -> stream.event("{'start':{'pid':" + pid + "}}")
                .end("{'exitCode':127,'exited':true,'status':'exit status 127'}");
        assertThat(end(sandbox.start(dev()))).isEqualTo(new Exit.Finished(127, null));

        fake.onStart = (pid, stream) ->
                stream.event("{'start':{'pid':" + pid + "}}").end("{'exitCode':-1,'status':'signal: killed'}");
        assertThat(end(sandbox.start(ProcessRequest.of("b", "x")))).isEqualTo(new Exit.Finished(null, "SIGKILL"));

        fake.onStart = (pid, stream) -> stream.error("invalid_argument");
        refuses(SandboxProblem.NOT_STARTED, () -> sandbox.start(ProcessRequest.of("c", "x")));
    }

    @Test
    void goesOnWhenTheStreamBreaks() {
        fake.onStart = (pid, stream) -> {
            fake.stillRunning.add(pid);
            stream.event("{'start':{'pid':" + pid + "}}").out("before\n").raw(FakeStream.BREAK);
        };
        var tries = new java.util.concurrent.atomic.AtomicInteger();
        fake.onConnect = (pid, stream) -> {
            switch (tries.incrementAndGet()) {
                // Nobody offered to read what is compressed.
                case 1 -> stream.raw(FakeStream.frame(1, "{\"event\":{\"end\":{}}}"));
                // In the middle of a frame.
                case 2 -> stream.raw(new byte[] {0, 0, 0, 1, 0, '{'}).raw(FakeStream.BREAK);
                case 3 -> stream.error("unavailable");
                default -> {
                    stream.event("{'start':{'pid':" + pid + "}}").out("after\n");
                    stream.end("{'exitCode':2,'exited':true}");
                }
            }
        };

        RunningProcess process = sandbox.start(dev());

        assertThat(end(process)).isEqualTo(new Exit.Finished(2, null));
        assertThat(texts(process)).containsExactly("before", "after");
        assertThat(tries).hasValue(4);
    }

    @Test
    void saysWhenTheMachineIsGone() {
        fake.onStart = (pid, stream) -> {
            stream.event("{'start':{'pid':" + pid + "}}");
            fake.machinesGone = true;
            stream.raw(FakeStream.BREAK);
        };

        RunningProcess process = sandbox.start(dev());

        assertThat(end(process)).isInstanceOf(Exit.Lost.class);
        assertThat(process.stop(Duration.ZERO)).isCompletedWithValue(end(process));
        refuses(SandboxProblem.GONE, () -> sandbox.write(Map.of("a", "1")));
        fake.machinesGone = false;
        fake.machines.clear();
        sandbox.write(Map.of("a", "1"));
        assertThat(fake.machines).hasSize(1);
    }

    @Test
    void extendsTheMachinesTimeWhileAProcessRuns() {
        fake.onStart = (pid, stream) -> stream.event("{'start':{'pid':" + pid + "}}");
        try (E2bSandboxes brief = connect(Duration.ofSeconds(1))) {
            ProcessLimits limits = ProcessLimits.USUAL.withHeartbeat(Duration.ofSeconds(40));
            RunningProcess process = brief.open("p3").start(dev().within(limits));

            await(() -> fake.control.stream()
                            .filter(seen -> seen.path().endsWith("/timeout"))
                            .count()
                    >= 3);
            assertThat(fake.control)
                    .filteredOn(seen -> seen.path().endsWith("/timeout"))
                    .allSatisfy(seen ->
                            assertThat(seen.json().path("timeout").asInt()).isEqualTo(40));
            assertThat(process.alive()).isTrue();
            fake.machines.clear();
            assertThat(end(process)).isInstanceOf(Exit.Lost.class);
        }
    }

    @Test
    void stopsTheWholeSession() {
        var streams = new java.util.concurrent.LinkedBlockingQueue<FakeStream>();
        fake.onStart = (pid, stream) -> {
            fake.stillRunning.add(pid);
            streams.add(stream.event("{'start':{'pid':" + pid + "}}"));
        };
        RunningProcess obedient = sandbox.start(dev());
        refuses(SandboxProblem.RUNNING, () -> sandbox.start(dev()));

        CompletableFuture<Exit> stopped = obedient.stop(PATIENCE);
        obedient.stop(PATIENCE);
        await(() -> fake.signals.size() == 2);
        fake.running.clear();
        streams.remove().end("{'exitCode':-1,'status':'signal: terminated'}");

        assertThat(stopped.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo(new Exit.Stopped());
        assertThat(fake.signals.subList(0, 2))
                .containsExactly("TERM", "{\"process\":{\"pid\":77},\"signal\":\"SIGNAL_SIGTERM\"}");

        // One that does not listen, and is gone when it is killed: envd then knows no such process.
        fake.signals.clear();
        RunningProcess stubborn = sandbox.start(dev());
        CompletableFuture<Exit> killed = stubborn.stop(Duration.ofMillis(50));
        fake.running.clear();
        await(() -> fake.signals.contains("{\"process\":{\"pid\":78},\"signal\":\"SIGNAL_SIGKILL\"}"));
        streams.remove().end("{'exitCode':-1,'status':'signal: killed'}");
        assertThat(killed.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo(new Exit.Stopped());

        ProcessLimits limits = ProcessLimits.USUAL.withTime(Duration.ofMillis(50));
        RunningProcess slow = sandbox.start(dev().within(limits));
        await(() -> fake.signals.contains("{\"process\":{\"pid\":79},\"signal\":\"SIGNAL_SIGTERM\"}"));
        streams.remove().end("{'exitCode':-1,'status':'signal: terminated'}");
        assertThat(end(slow)).isEqualTo(new Exit.TimedOut(Duration.ofMillis(50)));
    }

    /**
     * Envd signals the process that it has started and nobody else. Here it is a shell whose children ignore the request to
     * end; one of them is in a group of its own, as those of npm and of interactive shells are.
     */
    @Test
    void leavesNoChildInTheMachine() {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/setsid")) && Files.isExecutable(Path.of("/usr/bin/pkill")),
                "Skipped: needs setsid and pkill");
        fake.reallyRuns = true;
        RunningProcess process = sandbox.start(ProcessRequest.of("family", "bash", "-c", """
                (trap '' TERM; while :; do sleep 0.1; done) & echo "child $!"
                set -m
                (trap '' TERM; while :; do sleep 0.1; done) & echo "own-group $!"
                wait
                """));
        await(() -> texts(process).size() == 2);
        List<Long> children = texts(process).stream()
                .map(line -> Long.parseLong(line.split(" ")[1]))
                .toList();

        Exit exit = process.stop(Duration.ofMillis(300))
                .orTimeout(20, TimeUnit.SECONDS)
                .join();

        assertThat(exit).isEqualTo(new Exit.Stopped());
        await(() -> children.stream().noneMatch(E2bSandboxTest::lives));
    }

    private static boolean lives(long pid) {
        try {
            return !Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
        } catch (IOException e) {
            return false;
        }
    }

    /** Each kind of request that the official client was recorded with, and that we make as well. */
    @Test
    void speaksAsTheOfficialClientDoes() throws IOException {
        Path recording = Path.of("../shared/specs/e2b/recorded-wire.txt");
        if (!Files.exists(recording)) {
            System.out.println("SKIPPED: the recording of E2B's client is not at " + recording);
        }
        Assumptions.assumeTrue(Files.exists(recording), "no recording of E2B's client");
        fake.onStart = (pid, stream) -> {
            fake.stillRunning.add(pid);
            stream.event("{'start':{'pid':" + pid + "}}");
        };
        sandbox.write(Map.of("a", "1"));
        sandbox.read("a");
        RunningProcess process = sandbox.start(dev());
        process.stop(Duration.ofMillis(1));
        await(() -> fake.signals.stream().anyMatch(signal -> signal.contains("SIGNAL_SIGKILL")));

        Pattern line = Pattern.compile("\\[(\\d+)] ([A-Z]+) ([^ ?]+)\\S* (\\{.*})");
        int compared = 0;
        for (String text : Files.readAllLines(recording)) {
            Matcher recorded = line.matcher(text);
            if (recorded.matches() && recorded.group(1).equals("49983")) {
                List<FakeE2b.Seen> ours = fake.envd.stream()
                        .filter(seen -> seen.path().equals("/envd" + recorded.group(3)))
                        .filter(seen -> seen.method().equals(recorded.group(2)))
                        .toList();
                // A file is asked for by its content, not by what it is.
                boolean isOurs = !recorded.group(3).endsWith("/Stat");
                assertThat(ours.isEmpty()).as(text).isNotEqualTo(isOurs);
                JsonNode headers = JsonMapper.shared().readTree(recorded.group(4));
                for (FakeE2b.Seen seen : ours) {
                    for (String name : List.of(
                            "connect-protocol-version",
                            "e2b-sandbox-id",
                            "e2b-sandbox-port",
                            "keepalive-ping-interval")) {
                        assertThat(seen.headers().get(name))
                                .as(name + " of " + text)
                                .isEqualTo(headers.path(name).asString(null));
                    }
                    assertThat(seen.headers()).containsKey("X-Access-Token");
                    if (headers.has("content-type")) {
                        assertThat(seen.headers().get("Content-Type").split(";")[0])
                                .isEqualTo(
                                        headers.path("content-type").asString().split(";")[0]);
                    }
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(6);
    }

    /** All of a project's calls waited for a start, under one lock, for as long as the cloud took. */
    @Test
    void letsNobodyWaitForAStartThatTakesLong() throws Exception {
        Executor own = task -> Thread.ofVirtual().start(task);
        var begun = new CompletableFuture<FakeStream>();
        fake.onStart = (pid, stream) -> begun.complete(stream);
        CompletableFuture<RunningProcess> starting = CompletableFuture.supplyAsync(() -> sandbox.start(dev()), own);
        FakeStream stream = begun.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        refuses(SandboxProblem.RUNNING, () -> sandbox.start(dev()));
        CompletableFuture.runAsync(sandbox::close, own).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(starting).isNotDone();

        stream.event("{'start':{'pid':77}}").out("nobody listens\n");
        RunningProcess process = starting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(process.alive()).isTrue();
        assertThat(fake.signals).isEmpty();
    }

    /** Started, stopped and started again within a moment: the second one goes on with what the first one began. */
    @Test
    void findsWhatIsBeingStarted() throws Exception {
        Executor own = task -> Thread.ofVirtual().start(task);
        var begun = new CompletableFuture<FakeStream>();
        fake.onStart = (pid, stream) -> {
            fake.stillRunning.add(pid);
            begun.complete(stream);
        };
        CompletableFuture<RunningProcess> starting = CompletableFuture.supplyAsync(() -> sandbox.start(dev()), own);
        FakeStream stream = begun.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        CompletableFuture<Optional<RunningProcess>> finding =
                CompletableFuture.supplyAsync(() -> sandbox.running("convex-dev", List.of()), own);

        stream.event("{'start':{'pid':77}}");

        RunningProcess process = starting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(finding.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).containsSame(process);
    }

    @Test
    void findsAProcessAgain() {
        fake.onStart = (pid, stream) -> {
            fake.stillRunning.add(pid);
            stream.event("{'start':{'pid':" + pid + "}}").out("first\n");
        };
        RunningProcess process = sandbox.start(dev());
        await(() -> texts(process).contains("first"));
        ProcessHandleText handle = process.handle();
        sandboxes.close();
        fake.onConnect = (pid, stream) -> {
            stream.event("{'start':{'pid':" + pid + "}}").out("second " + DEPLOY_KEY.reveal() + "\n");
            stream.end("{'exited':true}");
        };

        try (E2bSandboxes without = connect(LIFE)) {
            RunningProcess found = without.open("p1")
                    .running("convex-dev", List.of(DEPLOY_KEY))
                    .orElseThrow();
            assertThat(end(found)).isEqualTo(new Exit.Finished(0, null));
            assertThat(texts(found)).containsExactly("second •••");
            assertThat(without.open("p1").running("other", List.of())).isEmpty();
            assertThat(without.open("p2").running("convex-dev", List.of())).isEmpty();
        }
        try (E2bSandboxes later = connect(LIFE)) {
            RunningProcess found =
                    later.open("p1").reattach(handle, List.of(DEPLOY_KEY)).orElseThrow();

            assertThat(end(found)).isEqualTo(new Exit.Finished(0, null));
            assertThat(texts(found)).containsExactly("second •••");
            // One that was started longer ago than it may run.
            fake.onConnect = (pid, stream) -> stream.event("{'start':{'pid':" + pid + "}}");
            String limited = handle.text().replaceFirst(":0:(\\d+)$", ":5:$1");
            RunningProcess late = later.open("p1")
                    .reattach(new ProcessHandleText(limited), List.of())
                    .orElseThrow();
            await(() -> fake.signals.contains("TERM"));
            fake.machinesGone = true;
            assertThat(end(late)).isEqualTo(new Exit.TimedOut(Duration.ofMillis(5)));
            fake.machinesGone = false;

            fake.onConnect = (pid, stream) -> stream.error("not_found");
            RunningProcess ended = later.open("p1").reattach(handle, List.of()).orElseThrow();
            assertThat(end(ended)).isInstanceOf(Exit.Lost.class);
            fake.machines.clear();
        }
        try (E2bSandboxes later = connect(LIFE)) {
            assertThat(later.open("p1").reattach(handle, List.of())).isEmpty();
            assertThat(later.open("p1").reattach(new ProcessHandleText("local:1:x"), List.of()))
                    .isEmpty();
        }
        assertThat(handle.text()).doesNotContain(FakeE2b.TOKEN, FakeE2b.KEY);
        assertThat(process.alive()).isTrue();
    }

    @Test
    void saysWhatItCannotReachBeforeAnythingStarts() {
        for (String address : List.of(
                "http://127.0.0.1:3210",
                "http://localhost:3210",
                "http://convex.localhost",
                "http://[::1]:3210",
                "http://0.0.0.0:1",
                "http://10.0.0.7",
                "http://192.168.1.2",
                "http://printer.local")) {
            refuses(SandboxProblem.CANNOT_REACH, () -> sandbox.start(dev().reaching(URI.create(address))));
            assertThat(sandbox.refusalToReach(URI.create(address))).isPresent();
        }

        assertThat(sandbox.refusalToReach(URI.create("http://127.0.0.1:3210"))
                        .orElseThrow()
                        .sentence())
                .isEqualTo("A cloud sandbox cannot reach http://127.0.0.1:3210: that address is only known on this"
                        + " machine or in its network.");
        assertThat(sandbox.refusalToReach(URI.create("https://happy-animal-123.convex.cloud")))
                .isEmpty();
        assertThat(fake.control).isEmpty();
        assertThat(fake.envd).isEmpty();
    }

    @Test
    void tellsWhatE2bsTroubleMeans() {
        Map<Integer, ProblemCode> codes = Map.of(
                401, SandboxProblem.KEY_REFUSED,
                429, SandboxProblem.SERVICE_FAILING,
                500, SandboxProblem.SERVICE_FAILING,
                400, SandboxProblem.SERVICE_FAILING);
        codes.forEach((status, code) -> {
            fake.trouble = status;
            refuses(code, () -> sandbox.write(Map.of("a", "1")));
        });
        fake.trouble = 429;
        assertThatExceptionOfType(SandboxProblem.class)
                .isThrownBy(() -> sandbox.read("a"))
                .satisfies(problem -> {
                    assertThat(problem.kind()).isEqualTo(Problem.Kind.TRANSIENT);
                    assertThat(problem.retryAfter()).contains(Duration.ofSeconds(7));
                });
        fake.close();
        refuses(SandboxProblem.SERVICE_UNREACHABLE, () -> sandbox.read("a"));
        var none = new E2bSandboxes(new E2bSandboxes.Settings(fake.url(), null, "base", LIFE), Clock.systemUTC());
        assertThat(none.problem()).isPresent();
        refuses(SandboxProblem.UNAVAILABLE, () -> none.open("p1"));
        none.close();
    }
}
