package dev.lockstep.fuzz;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Frames that make little sense, on a socket of the sync protocol. */
public final class FuzzedSocket {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final String[] FRAMES = {
        "{\"type\":\"Connect\",\"sessionId\":\"6b1cbb21-3b2d-4d3d-8a35-000000000001\",\"connectionCount\":0,\"lastCloseReason\":null}",
        "{\"type\":\"ModifyQuerySet\",\"baseVersion\":0,\"newVersion\":1,\"modifications\":[{\"type\":\"Add\",\"queryId\":0,\"udfPath\":\"users:current\",\"args\":[{}]}]}",
        "{\"type\":\"ModifyQuerySet\",\"baseVersion\":1,\"newVersion\":2,\"modifications\":[{\"type\":\"Remove\",\"queryId\":0}]}",
        "{\"type\":\"Mutation\",\"requestId\":1,\"udfPath\":\"users:getOrCreate\",\"args\":[{}]}",
        "{\"type\":\"Action\",\"requestId\":2,\"udfPath\":\"nothing:here\",\"args\":[{}]}",
        "{\"type\":\"Authenticate\",\"baseVersion\":0,\"tokenType\":\"User\",\"value\":\"a.b.c\"}",
        "{\"type\":\"Event\",\"eventType\":\"x\",\"event\":{}}",
    };

    private FuzzedSocket() {}

    /** @return how many frames were sent */
    public static int play(URI sync, Random random, Consumer<String> wrong) {
        int frames = 5 + random.nextInt(40);
        var closed = new CompletableFuture<Integer>();
        WebSocket socket;
        try {
            socket = HTTP.newWebSocketBuilder()
                    .connectTimeout(Duration.ofSeconds(10))
                    .buildAsync(sync, new WebSocket.Listener() {
                        @Override
                        public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                            String said = text.toString();
                            if (said.contains("dev.lockstep") || said.contains("java.lang")) {
                                wrong.accept("insides on a socket: " + said);
                            }
                            from.request(1);
                            return CompletableFuture.completedStage(null);
                        }

                        @Override
                        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
                            closed.complete(code);
                            if (code == 1011) {
                                wrong.accept("a socket ended with 1011 " + reason);
                            }
                            return CompletableFuture.completedStage(null);
                        }

                        @Override
                        public void onError(WebSocket from, Throwable error) {
                            closed.complete(0);
                        }
                    })
                    .join();
        } catch (CompletionException e) {
            return 1;
        }
        int sent = 0;
        while (sent < frames && !closed.isDone()) {
            String frame = FRAMES[random.nextInt(FRAMES.length)];
            String text = random.nextInt(3) == 0 ? frame : FuzzedRequests.mutatedText(frame, random);
            try {
                socket.sendText(text, true)
                        .orTimeout(10, java.util.concurrent.TimeUnit.SECONDS)
                        .join();
            } catch (CompletionException e) {
                break;
            }
            sent++;
        }
        socket.abort();
        return sent;
    }
}
