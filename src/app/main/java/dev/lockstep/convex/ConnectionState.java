package dev.lockstep.convex;

import java.time.Instant;

/**
 * How a live client stands to its deployment.
 *
 * @param since when this began
 * @param failures sockets that ended since everything was last in order
 * @param reason why the last one ended; empty while connected
 */
public record ConnectionState(Phase phase, Instant since, int failures, String reason) {

    /** Where the connection is on its way. */
    public enum Phase {
        /** A socket is being opened. */
        CONNECTING,
        CONNECTED,
        /** The next try comes in a moment. */
        WAITING,
        /** For good. */
        CLOSED
    }

    public boolean isConnected() {
        return phase == Phase.CONNECTED;
    }
}
