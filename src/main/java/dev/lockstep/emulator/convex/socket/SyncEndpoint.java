package dev.lockstep.emulator.convex.socket;

import dev.lockstep.emulator.convex.deployment.Deployment;
import dev.lockstep.emulator.convex.sync.Closing;
import dev.lockstep.emulator.convex.sync.SyncSession;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One WebSocket: puts fragments together and hands whole messages over, on the thread they came on. */
final class SyncEndpoint extends Endpoint {

    private static final Logger LOG = LoggerFactory.getLogger(SyncEndpoint.class);

    /** Arguments may have 16 MiB, and several queries may come in one message. */
    private static final int MAX_MESSAGE = 64 << 20;

    private static final int UNSUPPORTED = 1003;
    private static final int TOO_BIG = 1009;

    private final Deployment deployment;
    private final Sockets.Framing framing;
    private final SocketTimes times;
    private final Executor threads;
    private final Executor light;
    private final ScheduledExecutorService clock;
    private final StringBuilder text = new StringBuilder();
    private volatile long lastHeard = System.nanoTime();
    private @Nullable SyncSession session;
    private @Nullable ScheduledFuture<?> watch;

    SyncEndpoint(
            Deployment deployment,
            Sockets.Framing framing,
            SocketTimes times,
            Executor threads,
            Executor light,
            ScheduledExecutorService clock) {
        this.deployment = deployment;
        this.framing = framing;
        this.times = times;
        this.threads = threads;
        this.light = light;
        this.clock = clock;
    }

    @Override
    public void onOpen(Session socket, EndpointConfig config) {
        var link = new SocketLink(socket, framing, light);
        var opened = new SyncSession(deployment, link, threads, light);
        session = opened;
        // By hand: the container would set aside the largest message's size for every socket.
        socket.addMessageHandler(new MessageHandler.Partial<String>() {
            @Override
            public void onMessage(String part, boolean last) {
                heard();
                take(part, last, opened, link);
            }
        });
        socket.addMessageHandler(new MessageHandler.Partial<ByteBuffer>() {
            @Override
            public void onMessage(ByteBuffer part, boolean last) {
                link.close(new Closing(UNSUPPORTED, "BinaryMessage"));
            }
        });
        socket.addMessageHandler(new MessageHandler.Whole<PongMessage>() {
            @Override
            public void onMessage(PongMessage pong) {
                heard();
            }
        });
        long period = times.ping().toNanos();
        watch = clock.scheduleAtFixedRate(
                () -> light.execute(() -> lookAfter(link)), period, period, TimeUnit.NANOSECONDS);
    }

    @Override
    public void onClose(Session socket, CloseReason reason) {
        if (watch != null) {
            watch.cancel(false);
        }
        if (session != null) {
            session.closed();
        }
    }

    @Override
    public void onError(Session socket, Throwable error) {
        // onClose follows. Mostly the client went away in the middle of something.
        LOG.debug("A socket of the Convex emulator failed", error);
    }

    private void take(String part, boolean last, SyncSession to, SocketLink link) {
        if (text.length() + part.length() > MAX_MESSAGE) {
            text.setLength(0);
            link.close(new Closing(TOO_BIG, "MessageTooLarge"));
            return;
        }
        text.append(part);
        if (last) {
            String message = text.toString();
            text.setLength(0);
            text.trimToSize();
            to.receive(message);
        }
    }

    private void heard() {
        lastHeard = System.nanoTime();
    }

    private void lookAfter(SocketLink link) {
        if (System.nanoTime() - lastHeard > times.silence().toNanos()) {
            link.drop();
            return;
        }
        link.ping(times.heartbeat());
    }
}
