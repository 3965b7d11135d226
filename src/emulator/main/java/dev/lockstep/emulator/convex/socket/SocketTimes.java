package dev.lockstep.emulator.convex.socket;

import java.time.Duration;

/**
 * When a quiet socket is looked after.
 *
 * @param ping between two pings of the WebSocket
 * @param heartbeat after so long without another message the client is told that the deployment is alive
 * @param silence after so long without anything from the client its socket is dropped
 */
public record SocketTimes(Duration ping, Duration heartbeat, Duration silence) {

    public static final SocketTimes DEFAULT =
            new SocketTimes(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(120));
}
