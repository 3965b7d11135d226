package dev.lockstep.emulator.convex.http;

import dev.lockstep.emulator.convex.deployment.Deployment;
import dev.lockstep.emulator.convex.push.Pushes;
import dev.lockstep.emulator.convex.socket.Sockets;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.http.HttpFrame;
import dev.lockstep.emulator.http.Reply;
import dev.lockstep.emulator.http.Request;
import dev.lockstep.emulator.http.Routes;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The addresses of one deployment's cloud port. */
final class DeploymentServlet extends HttpServlet {

    private static final Pattern SYNC = Pattern.compile("/api/(?:([^/]+)/)?sync");

    /** Under this the cloud port answers what the site port does. */
    private static final String HTTP_ACTIONS = "/http/";

    private final transient HttpFrame frame = new HttpFrame("The Convex emulator");
    private final transient Routes routes = new Routes();
    private final transient HttpActions actions;
    private final transient Sockets sockets;

    DeploymentServlet(Deployment deployment, HttpActions actions, Sockets sockets) {
        this.actions = actions;
        this.sockets = sockets;
        var callers = new Callers(deployment.authorizer());
        new FunctionEndpoints(deployment.calls(), deployment.store(), callers).routes(routes);
        new AdminEndpoints(deployment.name(), deployment.installation(), deployment.standing(), callers).routes(routes);
        new StorageEndpoints(deployment.storage(), deployment.transactions()).routes(routes);
        new PushEndpoints(new Pushes(deployment), deployment.installation(), callers).routes(routes);
        new LogEndpoint(deployment.log(), callers).routes(routes);
        new SnapshotEndpoints(deployment.snapshots(), callers).routes(routes);
        new ToolEndpoints(deployment, callers).routes(routes);
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
        Matcher sync = SYNC.matcher(path);
        if (sync.matches() && request.getMethod().equals("GET")) {
            Optional<String> version = Optional.ofNullable(sync.group(1));
            frame.serve(request, response, asked -> openSocket(asked, response, version));
        } else {
            frame.serve(request, response, this::answer);
        }
    }

    private Reply openSocket(Request request, HttpServletResponse response, Optional<String> version)
            throws IOException {
        Optional<ClientVersion> client = ClientVersion.ofSocket(request.header("Convex-Client"), version);
        if (request.header("Upgrade").filter("websocket"::equalsIgnoreCase).isEmpty()) {
            throw Refusal.badRequest("ExpectedWebSocket", "This address takes WebSocket connections only");
        }
        boolean chunks = client.filter(ClientVersion::takesChunks).isPresent();
        sockets.open(request.servlet(), response, chunks ? Sockets.Framing.CHUNKS : Sockets.Framing.WHOLE);
        return new Reply.Elsewhere();
    }

    private Reply answer(Request request) throws IOException {
        ClientVersion.of(request.header("Convex-Client"));
        // Not 404, which the CLI takes for a start-up that is not finished and retries for half a minute.
        return routes.answer(request)
                .orElseThrow(
                        () -> Refusal.badRequest("UnknownEndpoint", "The emulator does not know " + request.route()));
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
