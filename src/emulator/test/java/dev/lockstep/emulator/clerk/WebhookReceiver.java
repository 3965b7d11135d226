package dev.lockstep.emulator.clerk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import tools.jackson.databind.JsonNode;

/** An application that hears of changes: takes every webhook, unless told to answer otherwise. */
final class WebhookReceiver implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 10;

    private final MockWebServer server = new MockWebServer();
    private final Queue<MockResponse> answers = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();

    /** One request as it came. */
    record Delivery(String body, Headers headers) {

        String id() {
            return String.valueOf(headers.get("svix-id"));
        }

        long second() {
            return Long.parseLong(String.valueOf(headers.get("svix-timestamp")));
        }

        JsonNode json() {
            return Backend.JSON.readTree(body);
        }

        String type() {
            return json().get("type").stringValue();
        }

        /** As Svix's code reads them. */
        Map<String, List<String>> signed() {
            return headers.toMultimap();
        }
    }

    WebhookReceiver() throws IOException {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                MockResponse answer = answers.poll();
                deliveries.add(new Delivery(request.getBody().utf8(), request.getHeaders()));
                return answer == null ? new MockResponse.Builder().code(204).build() : answer;
            }
        });
        server.start(InetAddress.getLoopbackAddress(), 0);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getPort() + "/hooks");
    }

    /** Answers the next webhook like this, after those that were told before. */
    WebhookReceiver answer(int status, String... headers) {
        answers.add(new MockResponse(status, Headers.of(headers), ""));
        return this;
    }

    /** The next one that has come or is to come. */
    Delivery next() throws InterruptedException {
        Delivery delivery = deliveries.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(delivery).as("a webhook").isNotNull();
        return delivery;
    }

    /** How many have come that nobody has looked at. */
    int waiting() {
        return deliveries.size();
    }

    @Override
    public void close() {
        server.close();
    }
}
