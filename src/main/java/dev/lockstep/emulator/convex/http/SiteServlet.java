package dev.lockstep.emulator.convex.http;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The site port, where HTTP actions will answer. */
final class SiteServlet extends HttpServlet {

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(404);
        response.setContentType("text/plain; charset=utf-8");
        response.getOutputStream()
                .write("This Convex deployment does not have HTTP actions enabled.".getBytes(StandardCharsets.UTF_8));
    }
}
