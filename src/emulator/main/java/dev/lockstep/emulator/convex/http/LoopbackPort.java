package dev.lockstep.emulator.convex.http;

import dev.lockstep.emulator.fault.FaultFilter;
import dev.lockstep.emulator.port.LoopbackHosts;
import dev.lockstep.emulator.port.PlainErrors;
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
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.webresources.TomcatURLStreamHandlerFactory;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.util.modeler.Registry;
import org.apache.tomcat.websocket.server.WsSci;

/** One port on 127.0.0.1 with one servlet behind it and the trouble of a fault plan in front of it: an embedded Tomcat. */
public final class LoopbackPort implements AutoCloseable {

    private final Tomcat tomcat;

    private LoopbackPort(Tomcat tomcat) {
        this.tomcat = tomcat;
    }

    /**
     * Returns when connections are accepted.
     *
     * @param work a folder for Tomcat's own files
     * @param port 0 for any free one
     * @param threads run the requests
     * @throws IllegalStateException naming the port that is taken
     */
    public static LoopbackPort open(Path work, int port, Servlet servlet, FaultFilter faults, Executor threads) {
        var protocol = new Http11NioProtocol();
        protocol.setExecutor(threads);
        return open(work, port, servlet, faults, protocol);
    }

    /** The same with a protocol of the caller's. */
    static LoopbackPort open(Path work, int port, Servlet servlet, Filter faults, AbstractProtocol<?> protocol) {
        // Both are of the whole process, and the application's own Tomcat does the same.
        Registry.disableRegistry();
        TomcatURLStreamHandlerFactory.disable();
        try {
            Files.createDirectories(work);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var tomcat = new Tomcat();
        tomcat.setBaseDir(work.toString());
        tomcat.setConnector(connector(port, protocol));
        Host host = tomcat.getHost();
        host.setAutoDeploy(false);
        PlainErrors.on(host);
        Context context = tomcat.addContext(host, "", work.toAbsolutePath().toString());
        context.setParentClassLoader(LoopbackPort.class.getClassLoader());
        leaveThreadsAlone(context);
        context.addServletContainerInitializer(new WsSci(), null);
        var wrapper = Tomcat.addServlet(context, "convex", servlet);
        wrapper.setAsyncSupported(true);
        context.addServletMappingDecoded("/*", "convex");
        addFilter(context, "hosts", new LoopbackHosts());
        addFilter(context, "faults", faults);
        var opened = new LoopbackPort(tomcat);
        try {
            tomcat.start();
            return opened;
        } catch (LifecycleException e) {
            opened.close();
            throw new IllegalStateException(
                    "The Convex emulator cannot listen on 127.0.0.1:" + port + ". Is the port taken?", e);
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort());
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException("The Convex emulator's server did not stop: " + e.getMessage(), e);
        }
    }

    /**
     * Nothing here is loaded by the context's own class loader, so that nothing can keep it: the search for what does would
     * need the JDK's insides and warn, at each close, that it may not look there.
     */
    private static void leaveThreadsAlone(Context context) {
        var standard = (StandardContext) context;
        standard.setClearReferencesRmiTargets(false);
        standard.setClearReferencesThreadLocals(false);
        standard.setClearReferencesHttpClientKeepAliveThread(false);
        standard.setRenewThreadsWhenStoppingContext(false);
    }

    private static Connector connector(int port, AbstractProtocol<?> protocol) {
        Connector connector = new Connector(protocol);
        connector.setPort(port);
        connector.setThrowOnFailure(true);
        connector.setMaxPostSize(-1);
        connector.setProperty("address", "127.0.0.1");
        // Tomcat closes a connection after a hundred requests: a client that asks without a pause would connect all the
        // time.
        connector.setProperty("maxKeepAliveRequests", "-1");
        return connector;
    }

    private static void addFilter(Context context, String name, Filter filter) {
        var definition = new FilterDef();
        definition.setFilterName(name);
        definition.setFilter(filter);
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        var mapping = new FilterMap();
        mapping.setFilterName(name);
        mapping.addURLPattern("/*");
        context.addFilterMap(mapping);
    }
}
