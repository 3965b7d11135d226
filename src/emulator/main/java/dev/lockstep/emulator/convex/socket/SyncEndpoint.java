package dev.lockstep.emulator.convex.socket;

import dev.lockstep.emulator.convex.sync.Closing;
import dev.lockstep.emulator.convex.sync.Link;
import dev.lockstep.emulator.convex.sync.SyncSession;
import dev.lockstep.emulator.fault.Fault;
import dev.lockstep.emulator.fault.FaultPlan;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One WebSocket: puts fragments together and hands whole messages over, on the thread they came on. */
final class SyncEndpoint extends Endpoint {

    private static final Logger LOG = LoggerFactory.getLogger(SyncEndpoint.class);

    /** Arguments may have 16 MiB, and several queries may come in one message. */
    private static final int MAX_MESSAGE = 64 << 20;

    /** Enough for telling messages apart; the type is the first thing every client writes. */
    private static final Pattern TYPE = Pattern.compile("\"type\"\\s*:\\s*\"(\\w+)\"");

    private static final int UNSUPPORTED = 1003;
    private static final int TOO_BIG = 1009;

    /** Begins what is behind a socket. */
    interface Sessions {
        SyncSession begin(Link link);
    }

    private final Sessions sessions;
    private final Function<Session, SocketLink> links;
    private final SocketTimes times;
    private final FaultPlan faults;
    private final ScheduledExecutorService clock;
    private final Executor light;
    private final StringBuilder text = new StringBuilder();
    private volatile long lastHeard = System.nanoTime();
    private @Nullable SyncSession session;
    private @Nullable ScheduledFuture<?> watch;

    SyncEndpoint(
            Sessions sessions,
            Function<Session, SocketLink> links,
            SocketTimes times,
            FaultPlan faults,
            ScheduledExecutorService clock,
            Executor light) {
        this.sessions = sessions;
        this.links = links;
        this.times = times;
        this.faults = faults;
        this.clock = clock;
        this.light = light;
    }

    @Override
    public void onOpen(Session socket, EndpointConfig config) {
        SocketLink link = links.apply(socket);
        SyncSession opened = sessions.begin(link);
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
            if (!isLost(message, link)) {
                to.receive(message);
            }
        }
    }

    /** Makes the trouble that was asked for: this message waits, or never arrives. */
    private boolean isLost(String message, SocketLink link) {
        Matcher type = TYPE.matcher(message);
        Optional<Fault> fault = type.find() ? faults.take("RECEIVE " + type.group(1)) : Optional.empty();
        if (fault.isEmpty()) {
            return false;
        }
        new CompletableFuture<Void>()
                .completeOnTimeout(null, fault.get().delay().toMillis(), TimeUnit.MILLISECONDS)
                .join();
        if (fault.get().dropsConnection()) {
            link.drop();
        }
        return fault.get().dropsConnection();
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
