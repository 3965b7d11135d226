package dev.lockstep.emulator.convex.http;

import dev.lockstep.emulator.convex.auth.Authorizer;
import dev.lockstep.emulator.convex.deployment.Deployment;
import dev.lockstep.emulator.convex.push.Pushes;
import dev.lockstep.emulator.convex.socket.Sockets;
import dev.lockstep.emulator.convex.wire.Refusal;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The addresses of one deployment's cloud port. */
final class DeploymentServlet extends HttpServlet {

    private static final Logger LOG = LoggerFactory.getLogger(DeploymentServlet.class);

    private static final Pattern SYNC = Pattern.compile("/api/(?:([^/]+)/)?sync");

    /** Under this the cloud port answers what the site port does. */
    private static final String HTTP_ACTIONS = "/http/";

    private final transient Authorizer authorizer;
    private final transient HttpActions actions;
    private final transient Sockets sockets;
    private final transient FunctionEndpoints functions;
    private final transient StorageEndpoints storage;
    private final transient SnapshotEndpoints snapshots;
    private final transient Map<String, Endpoint> routes = new HashMap<>();

    DeploymentServlet(Deployment deployment, HttpActions actions, Sockets sockets) {
        this.authorizer = deployment.authorizer();
        this.actions = actions;
        this.sockets = sockets;
        this.functions = new FunctionEndpoints(deployment.calls(), deployment.store());
        this.storage = new StorageEndpoints(deployment.storage(), deployment.transactions());
        this.snapshots = new SnapshotEndpoints(deployment.snapshots());
        routes.putAll(functions.routes());
        routes.putAll(new AdminEndpoints(deployment.name(), deployment.installation(), deployment.standing()).routes());
        routes.putAll(storage.routes());
        routes.putAll(new PushEndpoints(new Pushes(deployment), deployment.installation()).routes());
        routes.putAll(new LogEndpoint(deployment.log()).routes());
        routes.putAll(snapshots.routes());
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getRequestURI();
        if (path.startsWith(HTTP_ACTIONS)) {
            // Whom to allow is for the app to say.
            actions.answer(request, response, path.substring(HTTP_ACTIONS.length() - 1));
            return;
        }
        allowOrigin(request, response);
        if (request.getMethod().equals("OPTIONS")) {
            response.setStatus(200);
            return;
        }
        var exchange = new Exchange(request, response, authorizer);
        try {
            Matcher sync = SYNC.matcher(exchange.path());
            if (sync.matches() && request.getMethod().equals("GET")) {
                openSocket(exchange, response, Optional.ofNullable(sync.group(1)));
                return;
            }
            ClientVersion.of(exchange.header("Convex-Client"));
            route(exchange).answer(exchange);
        } catch (Refusal e) {
            exchange.refuse(e);
        } catch (InvalidParameterException e) {
            exchange.refuse(Refusal.badRequest("BadQueryParameter", "The query or the form cannot be read"));
        } catch (RuntimeException e) {
            LOG.error("The Convex emulator failed at {}", exchange.route(), e);
            exchange.refuse(Refusal.internal(Refusal.FAULT));
        }
    }

    private void openSocket(Exchange exchange, HttpServletResponse response, Optional<String> version)
            throws IOException {
        Optional<ClientVersion> client = ClientVersion.ofSocket(exchange.header("Convex-Client"), version);
        if (exchange.header("Upgrade").filter("websocket"::equalsIgnoreCase).isEmpty()) {
            throw Refusal.badRequest("ExpectedWebSocket", "This address takes WebSocket connections only");
        }
        boolean chunks = client.filter(ClientVersion::takesChunks).isPresent();
        sockets.open(exchange.request(), response, chunks ? Sockets.Framing.CHUNKS : Sockets.Framing.WHOLE);
    }

    private Endpoint route(Exchange exchange) {
        if (exchange.route().startsWith("POST " + FunctionEndpoints.RUN)) {
            return functions::run;
        }
        if (StorageEndpoints.serves(exchange.route())) {
            return storage::serve;
        }
        if (SnapshotEndpoints.serves(exchange.route())) {
            return snapshots::download;
        }
        Endpoint endpoint = routes.get(exchange.route());
        if (endpoint == null) {
            // Not 404, which the CLI takes for a start-up that is not finished and retries for half a minute.
            throw Refusal.badRequest("UnknownEndpoint", "The emulator does not know " + exchange.route());
        }
        return endpoint;
    }

    private static void allowOrigin(HttpServletRequest request, HttpServletResponse response) {
        String origin = request.getHeader("Origin");
        if (origin == null) {
            return;
        }
        response.setHeader("Access-Control-Allow-Origin", origin);
        response.setHeader("Access-Control-Allow-Credentials", "true");
        response.setHeader("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
        if (request.getMethod().equals("OPTIONS")) {
            String headers = request.getHeader("Access-Control-Request-Headers");
            response.setHeader("Access-Control-Allow-Methods", "GET, POST, OPTIONS, PATCH, DELETE, PUT");
            response.setHeader("Access-Control-Allow-Headers", headers == null ? "*" : headers);
            response.setHeader("Access-Control-Max-Age", "86400");
        }
    }
}
