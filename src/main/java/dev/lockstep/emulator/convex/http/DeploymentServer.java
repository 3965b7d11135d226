package dev.lockstep.emulator.convex.http;

import dev.lockstep.emulator.convex.deployment.Deployment;
import dev.lockstep.emulator.convex.socket.DroppableProtocol;
import dev.lockstep.emulator.convex.socket.SocketTimes;
import dev.lockstep.emulator.convex.socket.Sockets;
import dev.lockstep.emulator.fault.FaultFilter;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import org.apache.catalina.Context;
import org.apache.catalina.Host;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.webresources.TomcatURLStreamHandlerFactory;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.util.modeler.Registry;
import org.apache.tomcat.websocket.server.WsSci;

/**
 * An embedded Tomcat on 127.0.0.1. Each deployment has a cloud port and a site port; the port a request comes in by
 * tells which deployment it is for.
 */
public final class DeploymentServer implements AutoCloseable {

    private final Tomcat cloud;
    private final Tomcat site;

    private final Sockets sockets;

    private DeploymentServer(Tomcat cloud, Tomcat site, Sockets sockets) {
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
        // Both are of the whole process, and the application's own Tomcat does the same.
        Registry.disableRegistry();
        TomcatURLStreamHandlerFactory.disable();
        var protocol = new DroppableProtocol();
        var sockets = new Sockets(deployment, threads, times, faults.plan(), protocol);
        protocol.setExecutor(threads);
        Tomcat cloud =
                tomcat(work.resolve("cloud"), port, new DeploymentServlet(deployment, sockets), faults, protocol);
        try {
            var siteProtocol = new Http11NioProtocol();
            siteProtocol.setExecutor(threads);
            Tomcat site = tomcat(work.resolve("site"), sitePort, new SiteServlet(deployment), faults, siteProtocol);
            var server = new DeploymentServer(cloud, site, sockets);
            deployment.announce(server.url(), server.siteUrl());
            return server;
        } catch (RuntimeException e) {
            stop(cloud);
            throw e;
        }
    }

    public URI url() {
        return address(cloud);
    }

    public URI siteUrl() {
        return address(site);
    }

    @Override
    public void close() {
        sockets.close();
        stop(site);
        stop(cloud);
    }

    private static Tomcat tomcat(Path base, int port, Servlet servlet, Filter faults, AbstractProtocol<?> protocol) {
        try {
            Files.createDirectories(base);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var tomcat = new Tomcat();
        tomcat.setBaseDir(base.toString());
        Connector connector = new Connector(protocol);
        connector.setPort(port);
        connector.setThrowOnFailure(true);
        connector.setMaxPostSize(-1);
        connector.setProperty("address", "127.0.0.1");
        tomcat.setConnector(connector);
        Host host = tomcat.getHost();
        host.setAutoDeploy(false);
        Context context = tomcat.addContext(host, "", base.toAbsolutePath().toString());
        context.setParentClassLoader(DeploymentServer.class.getClassLoader());
        context.addServletContainerInitializer(new WsSci(), null);
        var wrapper = Tomcat.addServlet(context, "convex", servlet);
        wrapper.setAsyncSupported(true);
        context.addServletMappingDecoded("/*", "convex");
        addFilter(context, faults);
        try {
            tomcat.start();
            return tomcat;
        } catch (LifecycleException e) {
            stop(tomcat);
            throw new IllegalStateException(
                    "The Convex emulator cannot listen on 127.0.0.1:" + port + ". Is the port taken?", e);
        }
    }

    private static void addFilter(Context context, Filter filter) {
        var definition = new FilterDef();
        definition.setFilterName("faults");
        definition.setFilter(filter);
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        var mapping = new FilterMap();
        mapping.setFilterName("faults");
        mapping.addURLPattern("/*");
        context.addFilterMap(mapping);
    }

    private static URI address(Tomcat tomcat) {
        return URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort());
    }

    private static void stop(Tomcat tomcat) {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException("The Convex emulator's server did not stop: " + e.getMessage(), e);
        }
    }
}
