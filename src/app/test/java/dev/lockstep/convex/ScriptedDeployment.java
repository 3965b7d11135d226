package dev.lockstep.convex;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;

/** A deployment on a real socket that answers what a test tells it, in that order. */
final class ScriptedDeployment implements AutoCloseable {

    private final MockWebServer server = new MockWebServer();

    ScriptedDeployment() {
        try {
            server.start(InetAddress.getLoopbackAddress(), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client of it with a seeded jitter. */
    ConvexClient client(Duration callTimeout) {
        return client(url(), callTimeout);
    }

    static ConvexClient client(URI url, Duration callTimeout) {
        return new ConvexClient(
                new ConvexProperties(url, Duration.ofSeconds(1), callTimeout), new Random(1), System::nanoTime);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    ScriptedDeployment returns(String value) {
        return answers(200, "{\"status\":\"success\",\"value\":" + value + "}");
    }

    ScriptedDeployment answers(int status, String body) {
        return answers(response(status, body).build());
    }

    ScriptedDeployment answers(MockResponse response) {
        server.enqueue(response);
        return this;
    }

    /** Reads the request and hangs up without an answer. */
    ScriptedDeployment hangsUp() {
        return answers(new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket())
                .build());
    }

    /** Reads the request and never answers. */
    ScriptedDeployment staysSilent() {
        return answers(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
    }

    static MockResponse.Builder response(int status, String body) {
        return new MockResponse.Builder()
                .code(status)
                .addHeader("Content-Type", "application/json")
                .body(body);
    }

    int requests() {
        return server.getRequestCount();
    }

    RecordedRequest request() throws InterruptedException {
        RecordedRequest request = server.takeRequest(5, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("No request came within 5 s");
        }
        return request;
    }

    @Override
    public void close() {
        server.close();
    }
}
