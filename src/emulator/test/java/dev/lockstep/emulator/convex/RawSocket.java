package dev.lockstep.emulator.convex;

import dev.lockstep.convex.wire.Timestamp;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A WebSocket that says exactly what a test tells it to, right or wrong. */
final class RawSocket implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How the other side closed. */
    record Closed(int code, String reason) {}

    /** Whether what comes is read. */
    private enum Ear {
        OPEN,
        DEAF
    }

    private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Closed> closed = new CompletableFuture<>();
    private final AtomicInteger pings = new AtomicInteger();
    private final WebSocket socket;
    private final String session;
    private final Ear ear;
    private JsonNode version = WireJson.parse("{\"querySet\":0,\"identity\":0,\"ts\":\"AAAAAAAAAAA=\"}");

    private RawSocket(URI url, String path, String session, Ear ear) {
        this.session = session;
        this.ear = ear;
        URI address = URI.create("ws" + url.toString().substring(4) + path);
        this.socket =
                HTTP.newWebSocketBuilder().buildAsync(address, new Listener()).join();
    }

    /** An open socket on which nothing has been said. */
    static RawSocket open(URI url) {
        return new RawSocket(url, "/api/1.48.0/sync", UUID.randomUUID().toString(), Ear.OPEN);
    }

    /** A socket that has said Connect and never reads an answer. */
    static RawSocket deaf(URI url) {
        var socket = new RawSocket(url, "/api/1.48.0/sync", UUID.randomUUID().toString(), Ear.DEAF);
        socket.sayConnect();
        return socket;
    }

    static RawSocket open(URI url, String path) {
        return new RawSocket(url, path, UUID.randomUUID().toString(), Ear.OPEN);
    }

    /** A socket that has said Connect. */
    static RawSocket connect(URI url) {
        return connect(url, UUID.randomUUID().toString());
    }

    static RawSocket connect(URI url, String session) {
        var socket = new RawSocket(url, "/api/1.48.0/sync", session, Ear.OPEN);
        socket.sayConnect();
        return socket;
    }

    void sayConnect() {
        say("{'type':'Connect','sessionId':'" + session + "','connectionCount':0,"
                + "'lastCloseReason':'InitialConnect','clientTs':1000}");
    }

    /** Single quotes stand for double ones. */
    void say(String json) {
        socket.sendText(json.replace('\'', '"'), true).join();
    }

    void sayExactly(String text, boolean last) {
        socket.sendText(text, last).join();
    }

    void sayBytes() {
        socket.sendBinary(ByteBuffer.wrap(new byte[] {1}), true).join();
    }

    /** Subscribes in a set of one more version. */
    void add(int base, int queryId, String path, String args) {
        say("{'type':'ModifyQuerySet','baseVersion':" + base + ",'newVersion':" + (base + 1)
                + ",'modifications':[{'type':'Add','queryId':" + queryId + ",'udfPath':'" + path + "','args':[" + args
                + "]}]}");
    }

    void remove(int base, int queryId) {
        say("{'type':'ModifyQuerySet','baseVersion':" + base + ",'newVersion':" + (base + 1)
                + ",'modifications':[{'type':'Remove','queryId':" + queryId + "}]}");
    }

    void mutate(int requestId, String path, String args) {
        say("{'type':'Mutation','requestId':" + requestId + ",'udfPath':'" + path + "','args':[" + args + "]}");
    }

    void act(int requestId, String path, String args) {
        say("{'type':'Action','requestId':" + requestId + ",'udfPath':'" + path + "','args':[" + args + "]}");
    }

    void becomeAdmin(int base) {
        say("{'type':'Authenticate','baseVersion':" + base + ",'tokenType':'Admin','value':'"
                + EmulatorClient.KEY.reveal() + "'}");
    }

    /** The next message of any kind but Ping; a Transition must begin where the one before ended. */
    JsonNode next() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        JsonNode message = take();
        while (message.path("type").asString().equals("Ping")) {
            // Pings come for ever and would keep a test waiting as long.
            if (System.nanoTime() > end) {
                throw new AssertionError("Nothing but pings came");
            }
            message = take();
        }
        if (message.path("type").asString().equals("Transition")) {
            if (!message.path("startVersion").equals(version)) {
                throw new AssertionError("A gap: at " + version + " came " + message);
            }
            version = message.path("endVersion");
        }
        return message;
    }

    /** The next message, Ping included. */
    JsonNode take() {
        try {
            JsonNode message = received.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (message == null) {
                throw new AssertionError("Nothing came" + (closed.isDone() ? ": closed, " + closed.join() : ""));
            }
            return message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }

    /** The next message of a type; what comes before it is read and forgotten. */
    JsonNode next(String type) {
        JsonNode message = next();
        while (!message.path("type").asString().equals(type)) {
            message = next();
        }
        return message;
    }

    /** The next value of a subscription, however many Transitions it takes. */
    JsonNode nextValue(int queryId) {
        while (true) {
            for (JsonNode modification : next("Transition").path("modifications")) {
                if (modification.path("queryId").asInt() == queryId) {
                    return modification.has("value") ? modification.path("value") : modification;
                }
            }
        }
    }

    boolean hasMore() {
        return !received.isEmpty();
    }

    int pings() {
        return pings.get();
    }

    Closed closed() {
        return closed.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    static Timestamp ts(JsonNode version) {
        return Timestamp.parse(version.path("ts").asString());
    }

    static ObjectNode object() {
        return WireJson.object();
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public void onOpen(WebSocket opened) {
            if (ear == Ear.OPEN) {
                opened.request(1);
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                received.add(WireJson.parse(text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
            pings.incrementAndGet();
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.complete(new Closed(code, reason));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.complete(new Closed(1006, String.valueOf(error.getMessage())));
        }
    }
}
