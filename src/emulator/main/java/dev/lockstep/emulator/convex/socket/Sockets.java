package dev.lockstep.emulator.convex.socket;

import dev.lockstep.emulator.convex.deployment.Deployment;
import dev.lockstep.emulator.convex.sync.SyncSession;
import dev.lockstep.emulator.fault.FaultPlan;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Makes WebSockets of requests that ask for one, and looks after them. Thread-safe. */
public final class Sockets implements AutoCloseable {

    /** Whether large Transitions may come in pieces. */
    public enum Framing {
        WHOLE,
        CHUNKS
    }

    private static final String PATH = "/api/sync";

    private final Deployment deployment;
    private final Executor threads;
    private final SocketTimes times;
    private final FaultPlan faults;
    private final DroppableProtocol protocol;
    private final Executor light = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("convex-socket-", 0).factory());
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("convex-sockets").factory());

    /**
     * @param threads run functions; unbounded
     * @param protocol of the port that the requests come in by
     */
    public Sockets(
            Deployment deployment, Executor threads, SocketTimes times, FaultPlan faults, DroppableProtocol protocol) {
        this.deployment = deployment;
        this.threads = threads;
        this.times = times;
        this.faults = faults;
        this.protocol = protocol;
    }

    /** Answers the request with a WebSocket. It must ask for one. */
    public void open(HttpServletRequest request, HttpServletResponse response, Framing framing) throws IOException {
        var container = (ServerContainer) request.getServletContext().getAttribute(ServerContainer.class.getName());
        int port = request.getRemotePort();
        var endpoint = new SyncEndpoint(
                link -> new SyncSession(deployment, link, threads, light),
                socket -> new SocketLink(socket, framing, faults, () -> protocol.drop(port), clock, light),
                times,
                faults,
                clock,
                light);
        try {
            container.upgradeHttpToWebSocket(request, response, configuration(endpoint), Map.of());
        } catch (DeploymentException e) {
            throw new IllegalStateException("Bug: the endpoint's configuration is refused", e);
        }
    }

    /** Looks after sockets no more; the container closes them. */
    @Override
    public void close() {
        clock.shutdownNow();
    }

    private static ServerEndpointConfig configuration(SyncEndpoint endpoint) {
        return ServerEndpointConfig.Builder.create(SyncEndpoint.class, PATH)
                .configurator(new ServerEndpointConfig.Configurator() {
                    @Override
                    public <T extends Object> T getEndpointInstance(Class<T> type) {
                        return type.cast((Endpoint) endpoint);
                    }

                    @Override
                    public boolean checkOrigin(String origin) {
                        // Any page may connect; what it can do depends on the token it sends.
                        return true;
                    }

                    @Override
                    public List<Extension> getNegotiatedExtensions(
                            List<Extension> installed, List<Extension> requested) {
                        // Compressing what does not leave the machine only costs time.
                        return List.of();
                    }
                })
                .build();
    }
}
