package dev.lockstep.emulator.convex.http;

import dev.lockstep.emulator.convex.deployment.Deployment;
import dev.lockstep.emulator.convex.socket.DroppableProtocol;
import dev.lockstep.emulator.convex.socket.SocketTimes;
import dev.lockstep.emulator.convex.socket.Sockets;
import dev.lockstep.emulator.fault.FaultFilter;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import org.apache.coyote.http11.Http11NioProtocol;

/** The two ports of a deployment: the port a request comes in by tells which deployment it is for. */
public final class DeploymentServer implements AutoCloseable {

    private final LoopbackPort cloud;
    private final LoopbackPort site;

    private final Sockets sockets;

    private DeploymentServer(LoopbackPort cloud, LoopbackPort site, Sockets sockets) {
        this.cloud = cloud;
        this.site = site;
        this.sockets = sockets;
    }

    /**
     * Returns when both ports accept connections.
     *
     * @param work a folder for Tomcat's own files
     * @param port 0 for any free one
     * @param threads run the requests; functions run on them
     * @throws IllegalStateException naming the port that is taken
     */
    public static DeploymentServer start(
            Deployment deployment, FaultFilter faults, Path work, int port, int sitePort, Executor threads) {
        return start(deployment, faults, work, port, sitePort, threads, SocketTimes.DEFAULT);
    }

    /** The same with other times for quiet sockets. */
    public static DeploymentServer start(
            Deployment deployment,
            FaultFilter faults,
            Path work,
            int port,
            int sitePort,
            Executor threads,
            SocketTimes times) {
        var protocol = new DroppableProtocol();
        var sockets = new Sockets(deployment, threads, times, faults.plan(), protocol);
        var actions = new HttpActions(deployment.installation(), deployment.calls(), deployment.authorizer());
        protocol.setExecutor(threads);
        LoopbackPort cloud = LoopbackPort.open(
                work.resolve("cloud"), port, new DeploymentServlet(deployment, actions, sockets), faults, protocol);
        try {
            var siteProtocol = new Http11NioProtocol();
            siteProtocol.setExecutor(threads);
            LoopbackPort site =
                    LoopbackPort.open(work.resolve("site"), sitePort, new SiteServlet(actions), faults, siteProtocol);
            var server = new DeploymentServer(cloud, site, sockets);
            deployment.installation().announce(server.url(), server.siteUrl());
            return server;
        } catch (RuntimeException e) {
            cloud.close();
            throw e;
        }
    }

    public URI url() {
        return cloud.url();
    }

    public URI siteUrl() {
        return site.url();
    }

    @Override
    public void close() {
        sockets.close();
        site.close();
        cloud.close();
    }
}
