package dev.lockstep.emulator.convex.socket;

import org.apache.coyote.http11.Http11NioProtocol;

/** Tomcat's HTTP with a way to cut a connection as a broken network does: no close frame, no answer. */
public final class DroppableProtocol extends Http11NioProtocol {

    /** Closes the connection that comes from this port, if it is there. */
    void drop(int remotePort) {
        getEndpoint().getConnections().stream()
                .filter(connection -> connection.getRemotePort() == remotePort)
                .forEach(connection -> connection.close());
    }
}
