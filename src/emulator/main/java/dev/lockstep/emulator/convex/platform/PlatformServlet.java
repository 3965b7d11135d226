package dev.lockstep.emulator.convex.platform;

import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import dev.lockstep.emulator.http.Reply;
import dev.lockstep.emulator.http.Request;
import dev.lockstep.emulator.http.Routes;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The addresses of the platform's port: requests become routes, refusals become {@code {code, message}}. */
final class PlatformServlet extends HttpServlet {

    private static final Logger LOG = LoggerFactory.getLogger(PlatformServlet.class);
    private static final int BODY_LIMIT = 1 << 20;

    private final transient Routes routes;

    PlatformServlet(Routes routes) {
        this.routes = routes;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(answer(request), response);
    }

    private Reply answer(HttpServletRequest servlet) throws IOException {
        try {
            Request request = read(servlet);
            return routes.answer(request)
                    .orElseThrow(() -> Refusal.notFound(
                            "UnknownEndpoint", "The emulated platform does not know " + request.route()));
        } catch (Refusal e) {
            return problem(e);
        } catch (IllegalStateException e) {
            return problem(Refusal.badRequest("DeploymentNotStarted", String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            LOG.error("The platform failed at {} {}", servlet.getMethod(), servlet.getRequestURI(), e);
            return problem(Refusal.internal(Refusal.FAULT));
        }
    }

    private static Request read(HttpServletRequest servlet) throws IOException {
        byte[] body = servlet.getInputStream().readNBytes(BODY_LIMIT + 1);
        if (body.length > BODY_LIMIT) {
            throw Refusal.tooLarge("RequestTooLarge", "The body is larger than " + BODY_LIMIT + " bytes");
        }
        Map<String, String> headers = new HashMap<>();
        for (String name : Collections.list(servlet.getHeaderNames())) {
            headers.put(name.toLowerCase(Locale.ROOT), servlet.getHeader(name));
        }
        String query = servlet.getQueryString();
        return new Request(
                servlet.getMethod(),
                servlet.getRequestURI(),
                query == null ? "" : query,
                headers,
                new String(body, StandardCharsets.UTF_8),
                List.of());
    }

    private static Reply problem(Refusal refusal) {
        return Reply.json(
                refusal.status(), WireJson.object().put("code", refusal.code()).put("message", refusal.message()));
    }

    private static void write(Reply reply, HttpServletResponse response) throws IOException {
        response.setStatus(reply.status());
        reply.headers().forEach(response::setHeader);
        response.setContentLength(reply.body().length);
        response.getOutputStream().write(reply.body());
    }
}
