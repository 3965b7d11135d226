package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.convex.wire.Timestamp;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What clients on sockets may rely on when the emulator's process is killed in the middle of their mutations. */
@Tag("wire")
class KilledEmulatorTest {

    /** Enough that the end comes in the middle. */
    private static final int MESSAGES = 300;

    private static final int SURVIVORS = 40;

    /** It lives for seconds, like the tests' own JVM. */
    private static final String COMPILED_QUICKLY = "-XX:TieredStopAtLevel=1";

    private static final int SOCKETS = 3;

    @TempDir
    Path folder;

    /** An answer that a client has. */
    private record Acknowledged(int session, int request, JsonNode response) {}

    @Test
    void keepsWhatWasAcknowledgedAndRunsNothingTwice() throws Exception {
        int port = freePort();
        URI url = URI.create("http://127.0.0.1:" + port);
        List<String> sessions = IntStream.range(0, SOCKETS)
                .mapToObj(i -> UUID.randomUUID().toString())
                .toList();
        var acknowledged = new ArrayList<Acknowledged>();
        Process emulator = start(port);
        new EmulatorClient(url).push(app());
        var project = NodeProject.create(folder.resolve("project"), NodeProject.selfHosted(url.toString()));
        try (var survivor = project.startNode("survive.mjs", url.toString(), String.valueOf(SURVIVORS))) {
            List<RawSocket> sockets = sessions.stream()
                    .map(session -> RawSocket.connect(url, session))
                    .toList();
            for (int request = 0; request < MESSAGES; request++) {
                for (int session = 0; session < SOCKETS; session++) {
                    send(sockets.get(session), session, request);
                }
            }
            for (int request = 0; request < 20; request++) {
                for (int session = 0; session < SOCKETS; session++) {
                    JsonNode response = sockets.get(session).next("MutationResponse");
                    acknowledged.add(
                            new Acknowledged(session, response.path("requestId").asInt(), response));
                }
            }
            survivor.await("acknowledged 3\n");

            emulator.destroyForcibly().waitFor();
            emulator = start(port);

            assertThat(survivor.status()).as(survivor.output()).isZero();
            JsonNode seen = WireJson.parse(survivor.output().lines().toList().getLast());
            assertThat(seen.path("list").valueStream().map(JsonNode::asString))
                    .containsExactlyElementsOf(IntStream.range(0, SURVIVORS)
                            .mapToObj(String::valueOf)
                            .toList());
            assertThat(seen.path("connections").asInt()).isGreaterThan(1);

            assertRepeated(url, sessions, acknowledged);
        } finally {
            emulator.destroyForcibly();
        }
    }

    /** Everything is sent again, answered or not: the answered ones have their old answer, and all happened once. */
    private static void assertRepeated(URI url, List<String> sessions, List<Acknowledged> acknowledged) {
        Timestamp newest = acknowledged.stream()
                .map(each -> RawSocket.ts(each.response()))
                .max(Timestamp::compareTo)
                .orElseThrow();
        for (int session = 0; session < SOCKETS; session++) {
            try (var socket = RawSocket.open(url, "/api/1.48.0/sync")) {
                socket.say("{'type':'Connect','sessionId':'" + sessions.get(session) + "','connectionCount':1,"
                        + "'lastCloseReason':'InternalServerError','maxObservedTimestamp':'" + newest.base64() + "'}");
                for (int request = 0; request < MESSAGES; request++) {
                    send(socket, session, request);
                    JsonNode response = socket.next("MutationResponse");
                    int sent = request;
                    int of = session;
                    acknowledged.stream()
                            .filter(each -> each.session() == of && each.request() == sent)
                            .forEach(each -> assertThat(response).isEqualTo(each.response()));
                }
                socket.add(0, 0, "live:list", "{'room':'room-" + session + "'}");
                JsonNode transition = socket.next("Transition");
                while (transition.path("modifications").isEmpty()) {
                    transition = socket.next("Transition");
                }
                assertThat(RawSocket.ts(transition.path("endVersion"))).isGreaterThan(newest);
                assertThat(transition
                                .path("modifications")
                                .get(0)
                                .path("value")
                                .valueStream()
                                .map(JsonNode::asString))
                        .containsExactlyElementsOf(IntStream.range(0, MESSAGES)
                                .mapToObj(String::valueOf)
                                .toList());
            }
        }
    }

    private static void send(RawSocket socket, int session, int request) {
        socket.mutate(request, "live:send", "{'room':'room-" + session + "','body':'" + request + "'}");
    }

    private static PushedApp app() {
        return PushedApp.EMPTY.with("live.js", """
                export const send = mutation(async ({ room, body }, db) =>
                  (await db('insert', { table: 'messages', value: { room, body } }))._id);
                export const list = query(async ({ room }, db) =>
                  (await rows(db, all('messages'))).filter((m) => m.room === room).map((m) => m.body));
                """);
    }

    private Process start(int port) throws IOException {
        Process process = KilledEmulator.start(folder.resolve("home"), port, COMPILED_QUICKLY);
        assertThat(KilledEmulator.address(process)).contains(":" + port);
        return process;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
