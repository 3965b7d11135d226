package dev.lockstep.emulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.core.Secret;
import dev.lockstep.emulator.convex.http.LoopbackPort;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import dev.lockstep.emulator.fault.FaultFilter;
import dev.lockstep.emulator.fault.FaultPlan;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("wire")
class HttpFrameTest {

    @TempDir
    static Path home;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final CompletableFuture<Reply.Whole> NEWS = new CompletableFuture<>();

    private static ExecutorService threads;
    private static LoopbackPort port;

    private static final class Server extends HttpServlet {

        private static final long serialVersionUID = 1;

        private final transient HttpFrame frame = new HttpFrame("The test's server");
        private final transient Routes routes = new Routes()
                .add("GET /plain", request -> Reply.text("plain"))
                .add("GET /teams/*/projects/*", request -> Reply.text(request.part(0) + " " + request.rawPart(1)))
                .add("GET /teams/7/projects/8", request -> Reply.text("too late"))
                .add("GET /files/index", request -> Reply.text("index"))
                .add("GET /files/**", request -> Reply.text("[" + request.rawPart(0) + "]"))
                .add("GET /stream", request -> stream())
                .add("HEAD /stream", request -> stream())
                .add("GET /news", request -> new Reply.Later(NEWS))
                .add("POST /body", request -> Reply.text(request.body(10)))
                .add(
                        "GET /parameter",
                        request -> Reply.text(request.parameter("a").orElse("-")
                                + request.query("a").orElse("-")))
                .add("GET /fault", request -> {
                    throw new IllegalArgumentException("a secret");
                });

        private static Reply stream() {
            return new Reply.Streamed(
                    206, Map.of("X-Kind", "pieces"), 4, out -> out.write("four".getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            frame.serve(
                    request,
                    response,
                    asked -> routes.answer(asked)
                            .orElseThrow(() -> Refusal.notFound("Unknown", "There is no " + asked.route())));
        }
    }

    @BeforeAll
    static void start() {
        threads = Executors.newVirtualThreadPerTaskExecutor();
        port = LoopbackPort.open(home, 0, new Server(), new FaultFilter(new FaultPlan(), Secret.of("key")), threads);
    }

    @AfterAll
    static void stop() {
        port.close();
        threads.shutdownNow();
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(port.url() + path));
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return CLIENT.send(to(path).build(), BodyHandlers.ofString());
    }

    @Test
    void tellsEndpointsThePartsOfThePath() throws Exception {
        assertThat(get("/plain").body()).isEqualTo("plain");
        assertThat(get("/teams/a%20b/projects/c%20d").body()).isEqualTo("a b c%20d");
        assertThat(get("/files/a/b%2B").body()).isEqualTo("[a/b%2B]");
        assertThat(get("/files/").body()).isEqualTo("[]");
    }

    @Test
    void takesTheFirstRouteThatFits() throws Exception {
        assertThat(get("/teams/7/projects/8").body()).isEqualTo("7 8");
        assertThat(get("/files/index").body()).isEqualTo("index");
        assertThat(get("/teams/7/8/projects/9").statusCode()).isEqualTo(404);
        assertThat(get("/plain/more").statusCode()).isEqualTo(404);
    }

    @Test
    void writesStreamsOfWhichHeadTellsTheLengthAlone() throws Exception {
        HttpResponse<String> whole = get("/stream");
        HttpResponse<String> head = CLIENT.send(
                to("/stream").method("HEAD", BodyPublishers.noBody()).build(), BodyHandlers.ofString());

        assertThat(whole.statusCode()).isEqualTo(206);
        assertThat(whole.body()).isEqualTo("four");
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length")).contains("4");
        assertThat(head.headers().firstValue("X-Kind")).contains("pieces");
    }

    @Test
    void holdsTheConnectionUntilThereIsAnAnswer() throws Exception {
        CompletableFuture<HttpResponse<String>> asked =
                CLIENT.sendAsync(to("/news").build(), BodyHandlers.ofString());
        get("/plain");
        assertThat(asked).isNotDone();

        NEWS.complete(Reply.json("{\"news\":1}"));

        assertThat(asked.get().body()).isEqualTo("{\"news\":1}");
        assertThat(asked.get().headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
        assertThat(get("/news").body()).isEqualTo("{\"news\":1}");
    }

    @Test
    void tellsRefusalsAndNothingOfFaults() throws Exception {
        HttpResponse<String> refused = get("/nothing");
        HttpResponse<String> failed = get("/fault");

        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(WireJson.parse(refused.body()))
                .isEqualTo(WireJson.object().put("code", "Unknown").put("message", "There is no GET /nothing"));
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).contains(Refusal.FAULT).doesNotContain("secret");
    }

    @Test
    void unpacksBodiesUpToTheirLimit() throws Exception {
        assertThat(post("plain", "identity").body()).isEqualTo("plain");
        assertThat(post("packed", "gzip").body()).isEqualTo("packed");
        assertThat(post("a".repeat(11), "gzip").statusCode()).isEqualTo(413);
        assertThat(post("plain", "deflate").body()).contains("BadContentEncoding");
    }

    private static HttpResponse<String> post(String text, String encoding) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var packed = new ByteArrayOutputStream();
        if (encoding.equals("gzip")) {
            try (var out = new GZIPOutputStream(packed)) {
                out.write(bytes);
            }
        } else {
            packed.writeBytes(bytes);
        }
        return CLIENT.send(
                to("/body")
                        .header("Content-Encoding", encoding)
                        .POST(BodyPublishers.ofByteArray(packed.toByteArray()))
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    void readsParameters() throws Exception {
        assertThat(get("/parameter?a=1&a=2").body()).isEqualTo("11");
        assertThat(get("/parameter?a=+").body()).isEqualTo(" -");
        assertThat(get("/parameter?b=1").body()).isEqualTo("--");
        assertThat(get("/parameter?a=%25&b=1").body()).isEqualTo("%%");
    }
}
