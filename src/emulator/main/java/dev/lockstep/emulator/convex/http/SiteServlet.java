package dev.lockstep.emulator.convex.http;

import dev.lockstep.emulator.convex.wire.Refusal;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The site port: every path is the app's own. */
final class SiteServlet extends HttpServlet {

    private final transient HttpActions actions;

    SiteServlet(HttpActions actions) {
        this.actions = actions;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            actions.answer(request, response, request.getRequestURI());
        } catch (Refusal e) {
            response.setStatus(e.status());
            response.getOutputStream().write(e.message().getBytes(StandardCharsets.UTF_8));
        } catch (UncheckedIOException e) {
            // Whoever asked went away; the connection can only be closed.
            throw e.getCause();
        }
    }
}
