package dev.lockstep.emulator.convex.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.lockstep.confine.Confinement;
import dev.lockstep.confine.NetworkPolicy;
import dev.lockstep.confine.NodePermissions;
import dev.lockstep.emulator.convex.code.FunctionPath;
import dev.lockstep.emulator.convex.program.NodeProgram;
import dev.lockstep.emulator.convex.script.LogLine;
import dev.lockstep.emulator.convex.script.NoHost;
import dev.lockstep.emulator.convex.script.ScriptError;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What Node's own permission model holds {@code "use node"} code to, with the wall of this machine and without. */
@Tag("wire")
class NodePermissionsTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String REFUSED = "Access to this API has been restricted";

    /** The one on the PATH, with the experimental model or the stable one. */
    private static final int OWN = 0;

    @TempDir
    Path home;

    private final List<LogLine> lines = new ArrayList<>();
    private Path keyset;

    @BeforeEach
    void keep() throws Exception {
        Assumptions.assumeTrue(NodeProgram.onPath().isPresent(), "Skipped: needs Node");
        home = home.toRealPath();
        keyset = Files.writeString(home.resolve("secrets.json"), "{\"keyData\":\"theirs\"}");
    }

    private NodeProgram bare(int version) throws Exception {
        NodeProgram own = NodeProgram.onPath().orElseThrow();
        Path node = version == OWN ? own.node() : NpmNode.of(version);
        NodePermissions permissions = NodePermissions.of(node);
        Assumptions.assumeTrue(permissions.areThere(), "Skipped: this Node has no permission model");
        return new NodeProgram(
                node,
                own.path(),
                Confinement.none("the wall is switched off"),
                permissions,
                NetworkPolicy.of(List.of()));
    }

    private JsonNode call(NodeProgram program, String body) throws ScriptError {
        try (var runtime = new NodeRuntime(
                Optional.of(program), home.resolve("a folder"), Clock.systemUTC(), Thread.ofVirtual()::start)) {
            return WireJson.parse(runtime.invoke(
                    NodeCode.of(body, Map.of("OWN", "theirs")),
                    FunctionPath.parse("n:act"),
                    "[{}]",
                    "r",
                    LIMIT,
                    NoHost.INSTANCE,
                    lines));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {OWN, 22})
    void refusesFilesAndProgramsWithoutAnyWall(int version) throws Exception {
        JsonNode told = call(bare(version), """
                return {
                  'keyset': await told(() => fs.readFileSync('%1$s', 'utf8')),
                  'keyset by promise': await told(() => fs.promises.readFile('%1$s', 'utf8')),
                  'keyset as bytes': await told(() => fs.readFileSync(Buffer.from('%1$s'), 'utf8')),
                  'keyset by a way around': await told(() => fs.readFileSync(os.tmpdir() + '/../../../secrets.json', 'utf8')),
                  'keyset by import': await told(() => import('%1$s', { with: { type: 'json' } })),
                  'keyset by require': await told(() => require('%1$s').keyData),
                  'keyset as blob': await told(async () => (await fs.openAsBlob('%1$s')).text()),
                  'keyset copied': await told(() => fs.copyFileSync('%1$s', os.tmpdir() + '/copy')),
                  'keyset by hard link': await told(() => fs.linkSync('%1$s', os.tmpdir() + '/hard')),
                  'keyset as variables': await told(() => process.loadEnvFile('%1$s')),
                  'its folder': await told(() => fs.readdirSync('%2$s')),
                  'accounts': await told(() => fs.readFileSync('/etc/passwd', 'utf8')),
                  'environ': await told(() => fs.readFileSync('/proc/%3$d/environ', 'utf8')),
                  'root': await told(() => fs.readFileSync('/proc/self/root%1$s', 'utf8')),
                  'its own code': await told(() => fs.writeFileSync(process.argv[1], 'mine')),
                  'a file beside': await told(() => fs.writeFileSync('%2$s/mine', 'mine')),
                  'a report': await told(() => process.report.writeReport('%2$s/report.json')),
                  'a program': await told(() => spawnSync('id').stdout),
                  'a worker': await told(() => new (require('node:worker_threads').Worker)('1', { eval: true }).threadId),
                  'a debugger': await told(() => require('node:inspector').open(0)),
                };
                """.formatted(
                        keyset, home, ProcessHandle.current().pid()));

        told.forEachEntry((way, words) -> assertThat(words.asString()).as(way).startsWith(REFUSED));
        assertThat(told).hasSize(20);
        assertThat(home.resolve("mine")).doesNotExist();
        assertThat(home.resolve("report.json")).doesNotExist();
    }

    /** Ways that are refused in words of their own. */
    @ParameterizedTest
    @ValueSource(ints = {OWN, 22})
    void leavesNoWayAround(int version) throws Exception {
        JsonNode told = call(bare(version), """
                const link = os.tmpdir() + '/link';
                return [
                  await told(() => { fs.symlinkSync('%1$s', link); return fs.readFileSync(link, 'utf8'); }),
                  await told(() => { fs.symlinkSync('../../../secrets.json', link); return fs.readFileSync(link, 'utf8'); }),
                  await told(() => process.binding('fs').open('%1$s', 0, 0)),
                  await told(() => process.dlopen({ exports: {} }, '/lib/x.node')),
                  await told(() => new (require('node:sqlite').DatabaseSync)('%2$s/made.db')),
                  await told(() => new (require('node:wasi').WASI)({ version: 'preview1', preopens: { '/': '/' } })),
                ];
                """.formatted(keyset, home));

        assertThat(told.valueStream().map(JsonNode::asString))
                .noneMatch(words -> words.contains("theirs"))
                .satisfiesExactly(
                        words -> assertThat(words).containsAnyOf(REFUSED, "requires full fs.read"),
                        words -> assertThat(words).containsAnyOf("relative symbolic link", "requires full fs.read"),
                        words -> assertThat(words).isEqualTo("process.binding"),
                        words -> assertThat(words).contains("loading addons is disabled"),
                        words -> assertThat(words).isEqualTo("No such built-in module: node:sqlite"),
                        words -> assertThat(words).startsWith(REFUSED));
        assertThat(home.resolve("made.db")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(ints = {OWN, 22})
    void leavesWhatFunctionsNeed(int version) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try {
            JsonNode told =
                    call(bare(version), """
                    const folder = fs.mkdtempSync(os.tmpdir() + '/x-');
                    fs.writeFileSync(folder + '/file', 'kept');
                    return [
                      fs.readFileSync(folder + '/file', 'utf8'),
                      (await fetch('http://127.0.0.1:%d/')).status,
                      Object.keys(process.env).join(),
                      require('node:crypto').createHash('sha256').update('a').digest('hex').length,
                      require('node:zlib').gzipSync('a').length > 10,
                      (await WebAssembly.instantiate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))).instance instanceof WebAssembly.Instance,
                      new Intl.DateTimeFormat('de', { timeZone: 'Europe/Berlin', timeStyle: 'short' }).format(0),
                    ];
                    """.formatted(server.getAddress().getPort()));

            assertThat(told).hasToString("[\"kept\",200,\"OWN\",64,true,true,\"01:00\"]");
            assertThat(lines).isEmpty();
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {OWN, 22})
    void saysWhatWasRefusedAndWhatIsAllowed(int version) throws Exception {
        NodeProgram program = bare(version);

        assertThatThrownBy(() -> call(program, "fs.readFileSync('/etc/passwd')"))
                .isInstanceOfSatisfying(
                        ScriptError.class,
                        error -> assertThat(error.message().lines().findFirst())
                                .contains("Uncaught Error: " + REFUSED + " (FileSystemRead /etc/passwd). Functions that"
                                        + " say \"use node\" read their own code, write to os.tmpdir() and start no"
                                        + " programs here"));
        assertThatThrownBy(() -> call(program, "spawnSync('id')"))
                .isInstanceOfSatisfying(
                        ScriptError.class, error -> assertThat(error.message()).contains(REFUSED + " (ChildProcess"));
    }

    /** Inside of the wall {@code /tmp} is the function's own, and the preloaded script has to be read. */
    @Test
    void goesWithTheWall() throws Exception {
        NodeProgram program = NodeProgram.onPath().orElseThrow();
        Assumptions.assumeTrue(
                program.permissions().areThere() && program.unconfined(home).isEmpty(), "Skipped: needs both");

        JsonNode told = call(program, """
                fs.writeFileSync('/tmp/file', 'kept');
                return [
                  os.tmpdir(), fs.readFileSync('/tmp/file', 'utf8'),
                  await told(() => fs.readFileSync('/etc/passwd', 'utf8')),
                  await told(() => spawnSync('id').stdout),
                  await told(() => fetch('http://169.254.169.254/')),
                ];
                """);

        assertThat(told.valueStream().map(JsonNode::asString))
                .satisfiesExactly(
                        words -> assertThat(words).isEqualTo("/tmp"),
                        words -> assertThat(words).isEqualTo("kept"),
                        words -> assertThat(words).startsWith(REFUSED),
                        words -> assertThat(words).startsWith(REFUSED),
                        words -> assertThat(words).contains("is out of this sandbox's reach"));
        assertThat(lines).isEmpty();
    }

    @Test
    void hasNoneWhereTheProgramKnowsNone() {
        assertThat(NodePermissions.of(Path.of("/bin/echo")).areThere()).isFalse();
        assertThat(NodePermissions.of(home.resolve("nothing")).areThere()).isFalse();
        assertThat(NodePermissions.NONE.options(List.of(keyset), List.of(home), List.of(home)))
                .isEmpty();
    }
}
