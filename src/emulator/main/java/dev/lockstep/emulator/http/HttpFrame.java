package dev.lockstep.emulator.http;

import dev.lockstep.emulator.convex.wire.Refusal;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is around every endpoint: refusals become {@code {code, message}}, a fault of the emulator's own becomes a line
 * in the log and a 500 that tells nothing, replies go out whole, as a stream, or later. Thread-safe.
 */
public final class HttpFrame {

    private static final Logger LOG = LoggerFactory.getLogger(HttpFrame.class);

    private final String server;

    /** @param server whom the log names when it fails, for example {@code The platform} */
    public HttpFrame(String server) {
        this.server = server;
    }

    /** Answers a request with what the endpoint replies. */
    public void serve(HttpServletRequest servlet, HttpServletResponse response, Endpoint endpoint) throws IOException {
        write(reply(new Request(servlet), endpoint), servlet, response);
    }

    private Reply reply(Request request, Endpoint endpoint) throws IOException {
        try {
            return endpoint.answer(request);
        } catch (Refusal e) {
            return Reply.refused(e);
        } catch (InvalidParameterException e) {
            return Reply.refused(Refusal.badRequest("BadQueryParameter", "The query or the form cannot be read"));
        } catch (RuntimeException e) {
            LOG.error("{} failed at {}", server, request.route(), e);
            return Reply.refused(Refusal.internal(Refusal.FAULT));
        }
    }

    private static void write(Reply reply, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        switch (reply) {
            case Reply.Whole whole -> write(whole, response);
            case Reply.Streamed streamed -> {
                head(streamed.status(), streamed.headers(), response);
                response.setContentLengthLong(streamed.length());
                if (!request.getMethod().equals("HEAD")) {
                    streamed.content().writeTo(response.getOutputStream());
                }
            }
            case Reply.Later later -> {
                AsyncContext held = request.startAsync();
                held.setTimeout(0);
                later.reply().thenAccept(whole -> write(whole, held));
            }
            case Reply.Elsewhere elsewhere -> {}
        }
    }

    private static void write(Reply.Whole reply, AsyncContext held) {
        try {
            write(reply, (HttpServletResponse) held.getResponse());
        } catch (IOException | IllegalStateException e) {
            // Whoever asked went away; there is nobody left to tell.
            held.getRequest().setAttribute("gone", e);
        } finally {
            held.complete();
        }
    }

    private static void write(Reply.Whole reply, HttpServletResponse response) throws IOException {
        head(reply.status(), reply.headers(), response);
        response.setContentLength(reply.body().length);
        response.getOutputStream().write(reply.body());
    }

    private static void head(int status, Map<String, String> headers, HttpServletResponse response) {
        response.setStatus(status);
        headers.forEach(response::setHeader);
    }
}
