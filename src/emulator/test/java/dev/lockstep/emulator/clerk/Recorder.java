package dev.lockstep.emulator.clerk;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;

/** Stands between a client and the emulator, hands on what both say, and notes what is not as Clerk describes it. */
final class Recorder implements AutoCloseable {

    private static final Set<String> HOP_BY_HOP =
            Set.of("connection", "host", "content-length", "transfer-encoding", "expect", "upgrade", "keep-alive");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final MockWebServer server = new MockWebServer();
    private final Optional<ApiDescription> description;
    private final List<String> faults = Collections.synchronizedList(new ArrayList<>());
    private final URI target;

    Recorder(URI target, Optional<ApiDescription> description) throws IOException {
        this.target = target;
        this.description = description;
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                return handedOn(request);
            }
        });
        server.start(InetAddress.getLoopbackAddress(), 0);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    /** What was asked or answered against the description. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    private MockResponse handedOn(RecordedRequest request) throws InterruptedException {
        byte[] body =
                request.getBody() == null ? new byte[0] : request.getBody().toByteArray();
        var copy = HttpRequest.newBuilder(target.resolve(request.getTarget()))
                .method(request.getMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        for (var header : request.getHeaders()) {
            if (!HOP_BY_HOP.contains(header.getFirst().toLowerCase())) {
                copy.header(header.getFirst(), header.getSecond());
            }
        }
        try {
            HttpResponse<byte[]> answer = client.send(copy.build(), HttpResponse.BodyHandlers.ofByteArray());
            String path = request.getUrl().encodedPath().replaceFirst("^/v1", "");
            description.ifPresent(known -> faults.addAll(known.faults(
                    request.getMethod(),
                    path,
                    String.valueOf(request.getUrl().encodedQuery()),
                    new String(body),
                    answer.statusCode(),
                    new String(answer.body()))));
            return new MockResponse.Builder()
                    .code(answer.statusCode())
                    .headers(Headers.of(
                            "Content-Type",
                            answer.headers().firstValue("Content-Type").orElse("")))
                    .body(new String(answer.body()))
                    .build();
        } catch (IOException e) {
            return new MockResponse.Builder().code(502).body(e.toString()).build();
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
