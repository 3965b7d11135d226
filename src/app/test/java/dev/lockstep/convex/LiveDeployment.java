package dev.lockstep.convex;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.wire.ClientMessage;
import dev.lockstep.convex.wire.ClientMessage.Modification.Add;
import dev.lockstep.convex.wire.RequestId;
import dev.lockstep.convex.wire.ServerMessage;
import dev.lockstep.convex.wire.ServerMessage.Modification.Updated;
import dev.lockstep.convex.wire.ServerMessage.MutationResponse;
import dev.lockstep.convex.wire.ServerMessage.Result;
import dev.lockstep.convex.wire.ServerMessage.Transition;
import dev.lockstep.convex.wire.StateVersion;
import dev.lockstep.convex.wire.Timestamp;
import dev.lockstep.convex.wire.WireCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;

/** A deployment on a real socket whose every query says how many mutations there were. Knows one client. */
public final class LiveDeployment implements AutoCloseable {

    private final MockWebServer server = new MockWebServer();
    private final AtomicLong mutations = new AtomicLong();
    private final Map<RequestId, Long> results = new ConcurrentHashMap<>();
    private final List<WebSocket> sockets = new CopyOnWriteArrayList<>();
    final List<ClientMessage> heard = new CopyOnWriteArrayList<>();

    public LiveDeployment(int connections) {
        for (int i = 0; i < connections; i++) {
            server.enqueue(new MockResponse.Builder()
                    .webSocketUpgrade(new Connection())
                    .build());
        }
        try {
            server.start(InetAddress.getLoopbackAddress(), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    String clientHeader() throws InterruptedException {
        return server.takeRequest().getHeaders().get("Convex-Client");
    }

    /** Ends the newest connection. */
    public void hangUp() {
        sockets.getLast().close(1012, "Restart");
    }

    @Override
    public void close() {
        server.close();
    }

    private final class Connection extends WebSocketListener {

        private final List<Add> queries = new ArrayList<>();
        private StateVersion version = StateVersion.INITIAL;

        @Override
        public void onOpen(WebSocket socket, Response response) {
            sockets.add(socket);
        }

        @Override
        public void onMessage(WebSocket socket, String text) {
            ClientMessage message = WireCodec.decodeClient(text);
            heard.add(message);
            switch (message) {
                case ClientMessage.ModifyQuerySet modify -> {
                    modify.modifications().stream()
                            .filter(Add.class::isInstance)
                            .map(Add.class::cast)
                            .forEach(queries::add);
                    transition(socket, modify.newVersion(), version.identity());
                }
                case ClientMessage.Authenticate(long base, var token) ->
                    transition(socket, version.querySet(), base + 1);
                case ClientMessage.Mutation mutation -> {
                    long count = results.computeIfAbsent(mutation.requestId(), fresh -> mutations.incrementAndGet());
                    var result = new Result.Success(ConvexValue.int64(count));
                    say(socket, new MutationResponse(mutation.requestId(), result, Optional.of(now()), List.of()));
                    transition(socket, version.querySet(), version.identity());
                }
                default -> {}
            }
        }

        @Override
        public void onClosing(WebSocket socket, int code, String reason) {
            socket.close(code, null);
        }

        private void transition(WebSocket socket, long querySet, long identity) {
            var value = ConvexValue.int64(mutations.get());
            var end = new StateVersion(querySet, identity, now());
            List<ServerMessage.Modification> news = queries.stream()
                    .<ServerMessage.Modification>map(
                            query -> new Updated(query.queryId(), value, List.of(), Optional.empty()))
                    .toList();
            say(socket, new Transition(version, end, news));
            version = end;
        }

        private Timestamp now() {
            return new Timestamp(1 + mutations.get());
        }

        private static void say(WebSocket socket, ServerMessage message) {
            socket.send(WireCodec.encode(message));
        }
    }
}
