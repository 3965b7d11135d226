package dev.lockstep.emulator.convex.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.lockstep.confine.NodePermissions;
import dev.lockstep.emulator.convex.code.CodeVersion;
import dev.lockstep.emulator.convex.code.FunctionPath;
import dev.lockstep.emulator.convex.program.NodeProgram;
import dev.lockstep.emulator.convex.script.LogLine;
import dev.lockstep.emulator.convex.script.NoHost;
import dev.lockstep.emulator.convex.script.ScriptError;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code "use node"} code can print and reach, in real processes of Node. */
@Tag("wire")
class NodeRuntimeTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path home;

    private NodeProgram program;
    private NodeRuntime runtime;
    private final List<LogLine> lines = new ArrayList<>();

    @BeforeEach
    void open() {
        Assumptions.assumeTrue(NodeProgram.onPath().isPresent(), "Skipped: needs Node");
        program = NodeProgram.onPath().get();
        open(program);
    }

    private void open(NodeProgram node) {
        runtime =
                new NodeRuntime(Optional.of(node), home.resolve("node"), Clock.systemUTC(), Thread.ofVirtual()::start);
    }

    @AfterEach
    void close() {
        runtime.close();
    }

    private String call(CodeVersion code) throws ScriptError {
        return runtime.invoke(code, FunctionPath.parse("n:act"), "[{}]", "r", LIMIT, NoHost.INSTANCE, lines);
    }

    @Test
    void goesOnWhateverIsPrinted() throws ScriptError {
        String answer = call(NodeCode.of("""
                fs.writeSync(1, 'no json\\n');
                fs.writeSync(2, 'neither\\n');
                fs.writeSync(1, Buffer.from([0, 255, 254, 10]));
                await told(() => spawnSync('node', ['-e', "console.log('a child')"], { stdio: 'inherit', env: { PATH: '/usr/bin' } }));
                await new Promise((done) => setTimeout(done, 200));
                return 'done';
                """, Map.of()));

        assertThat(answer).isEqualTo("\"done\"");
        assertThat(lines).extracting(LogLine::message).contains("'no json'", "'neither'");
    }

    /** Whoever writes to the harness's own descriptor ends the process, and nobody waits for it. */
    @Test
    void endsAProcessThatSpoilsItsMessages() throws ScriptError {
        assertThatThrownBy(() ->
                        call(NodeCode.of("fs.writeSync(4, 'no json\\n'); await new Promise(() => {});", Map.of())))
                .isInstanceOfSatisfying(
                        ScriptError.class,
                        error -> assertThat(error.message())
                                .isEqualTo("The Node process ended before the function did"));
        assertThat(call(NodeCode.of("return 'again';", Map.of()))).isEqualTo("\"again\"");
    }

    /** The wall of this machine alone: what Node's permissions hold is in NodePermissionsTest. */
    @Test
    void staysBehindTheWall() throws Exception {
        if (program.unconfined(home).isPresent()) {
            assertThat(program.unconfined(home).get()).contains("bubblewrap");
            return;
        }
        open(new NodeProgram(
                program.node(), program.path(), program.confinement(), NodePermissions.NONE, program.network()));
        Path keyset = Files.writeString(home.resolve("secrets.json"), "{\"keyData\":\"theirs\"}");
        HttpServer app = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        HttpServer own = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        for (HttpServer server : List.of(app, own)) {
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
        }
        try {
            String body = """
                    return [
                      await told(() => fs.readFileSync('%1$s', 'utf8')),
                      await told(() => import('%1$s', { with: { type: 'json' } })),
                      await told(() => fs.readFileSync('/proc/%2$d/environ', 'utf8')),
                      await told(() => fs.readFileSync('/proc/self/root%1$s', 'utf8')),
                      await told(() => { fs.symlinkSync('%1$s', '/tmp/link'); return fs.readFileSync('/tmp/link', 'utf8'); }),
                      await told(() => fs.writeFileSync(process.argv[1], 'mine')),
                      await told(async () => (await fetch('http://127.0.0.1:%3$d/')).status),
                      await told(async () => (await fetch('http://169.254.169.254/')).status),
                      await told(async () => (await fetch(process.env.CONVEX_CLOUD_URL)).status),
                    ].join('\\n');
                    """.formatted(
                    keyset, ProcessHandle.current().pid(), app.getAddress().getPort());

            String[] told = call(NodeCode.of(
                            body,
                            Map.of(
                                    "CONVEX_CLOUD_URL",
                                    "http://127.0.0.1:" + own.getAddress().getPort())))
                    .replace("\"", "")
                    .split("\\\\n");

            assertThat(told[0]).startsWith("ENOENT: no such file or directory");
            assertThat(told[1]).contains("Cannot find module");
            assertThat(told[2]).startsWith("ENOENT: no such file or directory");
            assertThat(told[3]).startsWith("ENOENT: no such file or directory");
            assertThat(told[4]).startsWith("ENOENT: no such file or directory");
            assertThat(told[5]).startsWith("EROFS");
            assertThat(told[6]).contains("is out of this sandbox's reach");
            assertThat(told[7]).contains("is out of this sandbox's reach");
            assertThat(told[8]).isEqualTo("200");
        } finally {
            app.stop(0);
            own.stop(0);
        }
    }
}
