package dev.lockstep.emulator.convex.socket;

import dev.lockstep.convex.wire.ServerMessage;
import dev.lockstep.convex.wire.WireCodec;
import dev.lockstep.emulator.convex.sync.Closing;
import dev.lockstep.emulator.convex.sync.Link;
import dev.lockstep.emulator.fault.Fault;
import dev.lockstep.emulator.fault.FaultPlan;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes out of one socket, in order: one message is on its way, the others wait here. A client that reads too
 * slowly for what it asked is dropped before the queue eats the memory.
 */
final class SocketLink implements Link {

    private static final Logger LOG = LoggerFactory.getLogger(SocketLink.class);

    /** Characters of a Transition that goes in one piece, and of a piece. */
    private static final int CHUNK = 5_000_000;

    private static final long MAX_QUEUED = 128L << 20;
    private static final long SEND_MILLIS = 60_000;

    private final Session socket;
    private final Sockets.Framing framing;
    private final FaultPlan faults;
    private final Runnable cut;
    private final ScheduledExecutorService clock;
    private final Executor light;
    private final Deque<Outgoing> queue = new ArrayDeque<>();
    private long queued;
    private boolean sending;
    private @Nullable Closing closing;
    private long lastSent = System.nanoTime();

    /** @param cut breaks the connection below the socket */
    SocketLink(
            Session socket,
            Sockets.Framing framing,
            FaultPlan faults,
            Runnable cut,
            ScheduledExecutorService clock,
            Executor light) {
        this.socket = socket;
        this.framing = framing;
        this.faults = faults;
        this.cut = cut;
        this.clock = clock;
        this.light = light;
        socket.getAsyncRemote().setSendTimeout(SEND_MILLIS);
    }

    @Override
    public void send(Outgoing message) {
        synchronized (this) {
            if (closing != null) {
                return;
            }
            if (framing == Sockets.Framing.CHUNKS
                    && message.type().equals("Transition")
                    && message.text().length() > CHUNK) {
                addChunks(message);
            } else {
                add(message);
            }
            lastSent = System.nanoTime();
            if (queued > MAX_QUEUED) {
                LOG.warn("A socket of the Convex emulator is dropped: its client does not read");
                closing = new Closing(CloseReason.CloseCodes.TRY_AGAIN_LATER.getCode(), "TooSlow");
                queue.clear();
            }
        }
        pump();
    }

    @Override
    public void close(Closing with) {
        synchronized (this) {
            if (closing != null) {
                return;
            }
            closing = with;
        }
        pump();
    }

    /** Asks for a sign of life, and says that we live when nothing else has been said for so long. */
    void ping(Duration heartbeat) {
        synchronized (this) {
            if (sending || closing != null) {
                return;
            }
            sending = true;
        }
        try {
            socket.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
        } catch (IOException | RuntimeException e) {
            LOG.debug("A ping was not sent", e);
        }
        boolean quiet;
        synchronized (this) {
            sending = false;
            quiet = System.nanoTime() - lastSent >= heartbeat.toNanos();
        }
        if (quiet) {
            send(new Outgoing("Ping", WireCodec.encode(new ServerMessage.Ping()), () -> {}));
        }
        pump();
    }

    /** Breaks the connection, as a network does: no close frame, and what was still to be sent is lost. */
    void drop() {
        synchronized (this) {
            queue.clear();
            closing = new Closing(CloseReason.CloseCodes.CLOSED_ABNORMALLY.getCode(), "");
        }
        cut.run();
        // Tells the container, which otherwise notices late; there is nothing left to write to.
        light.execute(this::end);
    }

    private void addChunks(Outgoing message) {
        String text = message.text();
        String id = UUID.randomUUID().toString();
        int parts = (text.length() + CHUNK - 1) / CHUNK;
        for (int part = 0; part < parts; part++) {
            String piece = text.substring(part * CHUNK, Math.min(text.length(), (part + 1) * CHUNK));
            String chunk = WireCodec.encode(new ServerMessage.TransitionChunk(piece, part, parts, id));
            add(new Outgoing("TransitionChunk", chunk, part == parts - 1 ? message.delivered() : () -> {}));
        }
    }

    private void add(Outgoing message) {
        queue.addLast(message);
        queued += message.text().length();
    }

    private void pump() {
        Outgoing next;
        synchronized (this) {
            if (sending) {
                return;
            }
            next = queue.pollFirst();
            if (next == null && closing == null) {
                return;
            }
            sending = true;
        }
        if (next == null) {
            end();
            return;
        }
        Optional<Fault> fault = faults.take("SEND " + next.type());
        if (fault.filter(Fault::dropsConnection).isPresent()) {
            drop();
            return;
        }
        Outgoing message = next;
        long delay = fault.map(found -> found.delay().toMillis()).orElse(0L);
        if (delay > 0) {
            clock.schedule(() -> light.execute(() -> write(message)), delay, TimeUnit.MILLISECONDS);
        } else {
            write(message);
        }
    }

    private void write(Outgoing message) {
        try {
            socket.getAsyncRemote().sendText(message.text(), result -> light.execute(() -> sent(message)));
        } catch (RuntimeException e) {
            // Whatever it is, nothing can follow a message that is missing: the client comes back with a new socket.
            LOG.debug("A message was not sent", e);
            drop();
        }
    }

    private void sent(Outgoing message) {
        synchronized (this) {
            sending = false;
            queued -= message.text().length();
        }
        message.delivered().run();
        pump();
    }

    private void end() {
        Closing with = closing;
        if (with == null) {
            throw new IllegalStateException("Bug: a socket ends without a reason");
        }
        try {
            socket.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(with.code()), with.reason()));
        } catch (IOException | RuntimeException e) {
            LOG.debug("A socket was closed already", e);
        }
    }
}
