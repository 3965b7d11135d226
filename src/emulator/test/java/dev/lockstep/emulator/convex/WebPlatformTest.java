package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What functions find of the web platform. The checks are JavaScript: each module of {@code web-checks} exports
 * functions that throw when something is not as the standard says. All but those on fetch can be tried in Node as well.
 */
@Tag("wire")
class WebPlatformTest {

    private static final Path CHECKS = Path.of("src/emulator/test/resources/convex/web-checks");
    private static final CountDownLatch HALF_READ = new CountDownLatch(1);

    @TempDir
    static Path home;

    private static ConvexEmulator emulator;
    private static EmulatorClient client;
    private static HttpServer server;

    @BeforeAll
    static void start() throws IOException {
        emulator = ConvexEmulator.start(new ConvexEmulator.Settings(0, 0, home, "web", EmulatorClient.KEY));
        client = new EmulatorClient(emulator.url());
        PushedApp app = PushedApp.EMPTY.with("web.js", """
                import * as checks from './checks.js';
                export const run = action(async ({ name, url }) => await checks[name](url));
                export const names = query(async () => Object.keys(checks));
                export const inQuery = query(async () => {
                  const blob = new Blob(['a', new Uint8Array([98])]);
                  const bytes = crypto.getRandomValues(new Uint8Array(4));
                  return [await blob.text(), await new Response('x').text(), new URL('/b', 'http://a').href, bytes.length];
                });
                """);
        for (Path file : checks()) {
            app = app.with(file.getFileName().toString(), Files.readString(file));
        }
        app = app.with(
                "checks.js",
                checks().stream()
                        .map(file -> "export * from './" + file.getFileName() + "';\n")
                        .collect(Collectors.joining()));
        client.push(app);
        serve();
    }

    private static java.util.List<Path> checks() throws IOException {
        try (Stream<Path> files = Files.list(CHECKS)) {
            return files.sorted().toList();
        }
    }

    @AfterAll
    static void stop() {
        server.stop(0);
        emulator.close();
    }

    private static void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/echo", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Content-Type", type(exchange));
            exchange.getResponseHeaders().add("X-Method", exchange.getRequestMethod());
            exchange.getResponseHeaders().add("Set-Cookie", "a=1");
            exchange.getResponseHeaders().add("Set-Cookie", "b=2");
            answer(exchange, 200, body);
        });
        server.createContext("/gzip", exchange -> {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, 0);
            try (var out = new GZIPOutputStream(exchange.getResponseBody())) {
                out.write("unpacked".getBytes(StandardCharsets.UTF_8));
            }
        });
        server.createContext("/slow", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write("first".getBytes(StandardCharsets.UTF_8));
                out.flush();
                await();
                out.write("second".getBytes(StandardCharsets.UTF_8));
            }
        });
        server.createContext("/read", exchange -> {
            HALF_READ.countDown();
            answer(exchange, 200, new byte[0]);
        });
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", "/echo");
            answer(exchange, 302, new byte[0]);
        });
        server.createContext("/never", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
        });
        server.start();
    }

    private static String type(HttpExchange exchange) {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        return type == null ? "application/octet-stream" : type;
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static void await() {
        try {
            HALF_READ.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }

    /** One test for each check. */
    @TestFactory
    Stream<DynamicTest> agreesWithTheStandards() {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return client.query("web:names", "{}")
                .value()
                .valueStream()
                .map(name -> DynamicTest.dynamicTest(name.asString(), () -> {
                    var answer =
                            client.action("web:run", "{\"name\":\"" + name.asString() + "\",\"url\":\"" + url + "\"}");
                    assertThat(answer.json().path("errorMessage").asString("")).isEmpty();
                    assertThat(answer.json().path("status").asString()).isEqualTo("success");
                }));
    }

    @Test
    void servesQueriesTheSameWithoutTheNetwork() {
        assertThat(client.query("web:inQuery", "{}").value()).hasToString("[\"ab\",\"x\",\"http://a/b\",4]");
    }
}
