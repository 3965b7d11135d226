package dev.lockstep.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.lockstep.confine.NetworkPolicy;
import dev.lockstep.sandbox.process.LogLine;
import dev.lockstep.sandbox.process.ProcessRequest;
import dev.lockstep.sandbox.process.RunningProcess;
import dev.lockstep.sandbox.process.Sandbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What code in a local sandbox does to get out, each way with what it is told. Where there is no wall it must be said that
 * there is none; the ways out are not tried then.
 */
@Tag("wire")
class LocalEscapeTest {

    private static final String SECRET = "AesGcmKey-of-this-installation";

    @TempDir
    Path lockstepHome;

    private LocalSandboxes sandboxes;
    private Sandbox sandbox;
    private Path keyset;
    private HttpServer app;
    private HttpServer deployment;

    @BeforeEach
    void furnish() throws IOException {
        sandboxes = LocalHome.open(lockstepHome.resolve("sandboxes"));
        sandbox = sandboxes.open("p1");
        keyset = lockstepHome.resolve("keys/secrets.json");
        Files.createDirectories(keyset.getParent());
        Files.writeString(keyset, "{\"keyData\":\"" + SECRET + "\"}");
        Files.writeString(lockstepHome.resolve("emulator.env"), "CLERK_SECRET_KEY='" + SECRET + "'\n");
        sandboxes.open("p2").write(Map.of("convex/theirs.ts", "export const theirs = '" + SECRET + "';\n"));
        app = server("the application");
        deployment = server("the deployment");
    }

    @AfterEach
    void close() {
        sandbox.destroy();
        sandboxes.open("p2").destroy();
        sandboxes.close();
        app.stop(0);
        deployment.stop(0);
    }

    private static HttpServer server(String word) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = word.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    /** Whether there is a wall to try; where there is none, it must be said why. */
    private boolean confined() {
        Optional<String> unconfined = sandboxes.unconfined();
        unconfined.ifPresent(reason -> assertThat(reason).contains("bubblewrap"));
        return unconfined.isEmpty();
    }

    /** Runs a script which may use {@code tell(name, work)}; what each work came to, by name. */
    private Map<String, String> tried(String script, String... arguments) {
        sandbox.write(Map.of("try.mjs", """
                import fs from 'node:fs';
                import net from 'node:net';
                import { spawnSync } from 'node:child_process';
                const tell = async (name, work) => {
                  try {
                    console.log(name + ' = ' + (await work()));
                  } catch (error) {
                    console.log(name + ' = ' + ((error.cause ?? error).message ?? error));
                  }
                };
                const [%s] = process.argv.slice(2);
                """.formatted(String.join(", ", names(arguments))) + script));
        var argv = new java.util.ArrayList<>(List.of("node", "try.mjs"));
        argv.addAll(values(arguments));
        RunningProcess process = sandbox.start(
                ProcessRequest.of("try", argv.toArray(String[]::new)).reaching(URI.create(url(deployment))));
        process.exited().orTimeout(60, TimeUnit.SECONDS).join();
        assertThat(process.lines()).extracting(LogLine::text).noneMatch(text -> text.contains(SECRET));
        return process.lines().stream()
                .map(LogLine::text)
                .filter(text -> text.contains(" = "))
                .collect(Collectors.toMap(text -> text.split(" = ", 2)[0], text -> text.split(" = ", 2)[1]));
    }

    private static List<String> names(String... arguments) {
        return java.util.stream.IntStream.range(0, arguments.length / 2)
                .mapToObj(i -> arguments[2 * i])
                .toList();
    }

    private static List<String> values(String... arguments) {
        return java.util.stream.IntStream.range(0, arguments.length / 2)
                .mapToObj(i -> arguments[2 * i + 1])
                .toList();
    }

    private static String url(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Test
    void seesNoFileOfAnybodyElse() throws IOException {
        if (!confined()) {
            return;
        }
        sandbox.write(Map.of("a", "1"));
        Files.createSymbolicLink(lockstepHome.resolve("sandboxes/p1/files/link.json"), keyset);

        Map<String, String> told = tried(
                """
                await tell('import', () => import('../../../keys/secrets.json', { with: { type: 'json' } }).then((m) => m.default.keyData));
                await tell('absolute', () => fs.readFileSync(keyset, 'utf8'));
                await tell('link', () => fs.readFileSync('link.json', 'utf8'));
                await tell('emulator.env', () => fs.readFileSync('../../../emulator.env', 'utf8'));
                await tell('other project', () => fs.readFileSync('../../p2/files/convex/theirs.ts', 'utf8'));
                await tell('beside', () => fs.readdirSync('../..').join());
                await tell('own runs', () => fs.readdirSync('..').join());
                await tell('environ', () => fs.readFileSync('/proc/' + server + '/environ', 'utf8'));
                await tell('root', () => fs.readFileSync('/proc/' + server + '/root' + keyset, 'utf8'));
                await tell('parent', () => fs.readFileSync('/proc/1/environ', 'utf8').includes('JAVA'));
                await tell('self root', () => fs.readFileSync('/proc/self/root' + keyset, 'utf8'));
                await tell('processes', () => fs.readdirSync('/proc').filter((name) => /^\\d+$/.test(name)).length < 5);
                await tell('homes', () => [fs.existsSync('/root'), fs.existsSync('/home')].join());
                await tell('accounts', () => fs.readFileSync('/etc/passwd', 'utf8').trim());
                await tell('shadow', () => fs.readFileSync('/etc/shadow', 'utf8'));
                await tell('keys of TLS', () => fs.readdirSync('/etc/ssl/private').join());
                await tell('change', () => fs.writeFileSync('/usr/bin/mine', 'x'));
                await tell('change root', () => fs.writeFileSync('/mine', 'x'));
                await tell('mount', () => spawnSync('mount', ['-t', 'tmpfs', 'x', '/tmp']).status !== 0);
                await tell('namespace', () => spawnSync('unshare', ['-Ur', 'true']).status !== 0);
                await tell('own', () => { fs.writeFileSync('mine', 'x'); fs.writeFileSync('/tmp/mine', 'x'); return fs.readFileSync('a', 'utf8'); });
                """,
                "keyset",
                keyset.toString(),
                "server",
                String.valueOf(ProcessHandle.current().pid()));

        String gone = "ENOENT: no such file or directory";
        assertThat(told.get("import")).contains("Cannot find module");
        for (String name : List.of(
                "absolute", "link", "emulator.env", "other project", "environ", "root", "self root", "shadow")) {
            assertThat(told.get(name)).as(name).startsWith(gone);
        }
        assertThat(told.get("keys of TLS")).startsWith(gone);
        assertThat(told.get("beside")).isEqualTo("p1");
        assertThat(told.get("own runs")).isEqualTo("files,home,tmp");
        assertThat(told.get("parent")).isEqualTo("false");
        assertThat(told.get("homes")).isEqualTo("false,false");
        assertThat(told.get("accounts")).startsWith("lockstep:x:1000").doesNotContain("root");
        assertThat(told.get("change")).startsWith("EROFS");
        assertThat(told.get("change root")).startsWith("EROFS");
        assertThat(told).contains(Map.entry("processes", "true"), Map.entry("mount", "true"));
        assertThat(told).contains(Map.entry("namespace", "true"), Map.entry("own", "1"));
        assertThat(lockstepHome.resolve("sandboxes/p1/files/mine")).hasContent("x");
    }

    @Test
    void reachesItsDeploymentAndNobodyElseHere() {
        if (!confined()) {
            return;
        }
        Map<String, String> told = tried("""
                const raw = (host, port) => new Promise((done, fail) => {
                  const socket = net.connect(port, host, () => { socket.destroy(); done('connected'); }).on('error', fail);
                });
                const got = async (url) => (await fetch(url)).text();
                await tell('deployment', () => got(deployment));
                await tell('deployment by name', () => got(deployment.replace('127.0.0.1', 'localhost')));
                await tell('app', () => got(app));
                await tell('app by name', () => got(app.replace('127.0.0.1', 'localhost')));
                await tell('app in IPv6', () => got(app.replace('127.0.0.1', '[::ffff:127.0.0.1]')));
                await tell('app in one number', () => got(app.replace('127.0.0.1', '2130706433')));
                await tell('app as zero', () => got(app.replace('127.0.0.1', '0.0.0.0')));
                await tell('metadata', () => got('http://169.254.169.254/latest/meta-data/'));
                await tell('network', () => raw('10.0.0.1', 80));
                await tell('own address', () => raw(address, 22));
                await tell('without the preload', () => {
                  const { status, stderr } = spawnSync('node', ['-e', `require('net').connect(${new URL(app).port}, '127.0.0.1').on('connect', () => console.log('in'))`], { env: { PATH: process.env.PATH } });
                  return status + ' ' + /E[A-Z]{4,}/.exec(stderr)[0];
                });
                await tell('abstract sockets', () => fs.readFileSync('/proc/net/unix', 'utf8').split('\\n').filter((l) => l.includes('@')).length);
                """, "app", url(app), "deployment", url(deployment), "address", ownAddress());

        assertThat(told)
                .contains(
                        Map.entry("deployment", "the deployment"),
                        Map.entry("deployment by name", "the deployment"),
                        Map.entry("without the preload", "1 ECONNREFUSED"),
                        Map.entry("abstract sockets", "0"));
        for (String way : List.of(
                "app",
                "app by name",
                "app in IPv6",
                "app in one number",
                "app as zero",
                "metadata",
                "network",
                "own address")) {
            assertThat(told.get(way))
                    .as(way)
                    .endsWith("is out of this sandbox's reach: it reaches the public internet, its own deployment,"
                            + " and what LOCKSTEP_SANDBOX_ALLOW names");
        }
    }

    /** One of this machine that is not loopback. */
    private static String ownAddress() {
        try {
            return java.net.NetworkInterface.networkInterfaces()
                    .flatMap(java.net.NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof java.net.Inet4Address && !address.isLoopbackAddress())
                    .map(InetAddress::getHostAddress)
                    .findFirst()
                    .orElse("127.0.0.2");
        } catch (java.net.SocketException e) {
            return "127.0.0.2";
        }
    }

    /** A PATH with Node and without bubblewrap: a run of one's own goes on and says so, production does not. */
    @Test
    void saysThatThereIsNoWall() throws IOException {
        Path programs = Files.createDirectories(lockstepHome.resolve("programs"));
        for (String program : List.of("node", "npm")) {
            Path found = java.util.Arrays.stream(System.getenv("PATH").split(":"))
                    .map(folder -> Path.of(folder, program))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow();
            Files.createSymbolicLink(programs.resolve(program), found.toRealPath());
        }
        for (boolean needsWall : List.of(false, true)) {
            var settings = new LocalSandboxes.Settings(
                    lockstepHome.resolve("bare"),
                    null,
                    programs.toString(),
                    Map.of(),
                    0,
                    NetworkPolicy.of(List.of()),
                    false,
                    needsWall);
            try (var bare = new LocalSandboxes(settings, Clock.systemUTC())) {
                if (needsWall) {
                    assertThat(bare.problem().orElseThrow().sentence())
                            .isEqualTo(
                                    "Local sandboxes are closed, because there is no bubblewrap (bwrap) on the PATH.");
                } else {
                    assertThat(bare.problem()).isEmpty();
                    assertThat(bare.unconfined()).contains("there is no bubblewrap (bwrap) on the PATH");
                }
            }
        }
    }

    /** Scripts of package.json are not run by an installation; run by hand they are behind the same wall. */
    @Test
    void keepsScriptsOfPackagesInside() {
        if (!confined()) {
            return;
        }
        String read = "node -e \\\"console.log('read = ' + require('fs').readFileSync('" + keyset + "', 'utf8'))\\\"";
        sandbox.write(Map.of(
                "package.json",
                "{\"private\":true,\"scripts\":{\"postinstall\":\"node -e \\\"require('fs').writeFileSync('ran','x')\\\"\","
                        + "\"read\":\"" + read + "\"}}"));

        sandbox.installDependencies(progress -> {});
        RunningProcess process = sandbox.start(ProcessRequest.of("script", "npm", "run", "read"));
        process.exited().orTimeout(60, TimeUnit.SECONDS).join();

        assertThat(sandbox.read("ran")).isEmpty();
        assertThat(process.lines())
                .extracting(LogLine::text)
                .anyMatch(text -> text.contains("ENOENT: no such file or directory, open '" + keyset + "'"))
                .noneMatch(text -> text.contains(SECRET));
    }
}
