package dev.lockstep.convex.socket;

import java.net.URI;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket of OkHttp's. The protocol's version is not in the path, so that the deployment takes this client for what
 * it is and sends no pieces; the header names it.
 */
final class SocketLink extends WebSocketListener implements Link {

    private static final String CLIENT = "java-0.2.0";
    private static final int GOING_AWAY = 1001;
    private static final int UNSUPPORTED = 1003;

    private final Listener listener;
    private @Nullable WebSocket socket;
    private volatile boolean opened;

    private SocketLink(Listener listener) {
        this.listener = listener;
    }

    /** @param deployment its origin, {@code http://…} or {@code https://…} */
    static Factory to(URI deployment, OkHttpClient http) {
        Request request = new Request.Builder()
                .url(deployment.resolve("/api/sync").toString())
                .header("Convex-Client", CLIENT)
                .build();
        return listener -> {
            var link = new SocketLink(listener);
            link.socket = http.newWebSocket(request, link);
            return link;
        };
    }

    @Override
    public boolean send(String text) {
        return socket != null && socket.send(text);
    }

    @Override
    public void close() {
        if (socket == null) {
            return;
        }
        // Before the handshake nobody reads a close frame, and a call that nobody answers would wait for ever.
        if (!opened || !socket.close(GOING_AWAY, null)) {
            socket.cancel();
        }
    }

    @Override
    public void onOpen(WebSocket of, Response response) {
        opened = true;
        listener.opened();
    }

    @Override
    public void onMessage(WebSocket from, String text) {
        listener.received(text);
    }

    @Override
    public void onMessage(WebSocket from, ByteString bytes) {
        from.close(UNSUPPORTED, "binary");
        listener.ended("The deployment sent a binary message");
    }

    @Override
    public void onClosing(WebSocket from, int code, String reason) {
        from.close(code == 1005 || code == 1006 ? 1000 : code, null);
        listener.ended(reason.isEmpty() ? "closed with code " + code : reason);
    }

    @Override
    public void onFailure(WebSocket from, Throwable failure, @Nullable Response response) {
        String answer = response == null ? "" : " (status " + response.code() + ")";
        listener.ended(failure.getClass().getSimpleName() + answer);
    }
}
