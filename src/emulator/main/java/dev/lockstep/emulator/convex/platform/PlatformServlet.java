package dev.lockstep.emulator.convex.platform;

import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.http.HttpFrame;
import dev.lockstep.emulator.http.Reply;
import dev.lockstep.emulator.http.Request;
import dev.lockstep.emulator.http.Routes;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The addresses of the platform's port: requests become routes. */
final class PlatformServlet extends HttpServlet {

    private static final int BODY_LIMIT = 1 << 20;

    private final transient HttpFrame frame = new HttpFrame("The platform");
    private final transient Routes routes;

    PlatformServlet(Routes routes) {
        this.routes = routes;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        frame.serve(request, response, this::answer);
    }

    private Reply answer(Request request) throws IOException {
        try {
            return routes.answer(request.withBody(BODY_LIMIT))
                    .orElseThrow(() -> Refusal.notFound(
                            "UnknownEndpoint", "The emulated platform does not know " + request.route()));
        } catch (IllegalStateException e) {
            throw Refusal.badRequest("DeploymentNotStarted", String.valueOf(e.getMessage()));
        }
    }
}
