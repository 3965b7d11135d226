package dev.lockstep.emulator.port;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.Host;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code {code, message}} where nobody else has answered: requests that Tomcat cannot read. Its own page tells
 * its version and a stack trace.
 */
public final class PlainErrors extends ErrorReportValve {

    private static final Logger LOG = LoggerFactory.getLogger(PlainErrors.class);
    private static final int FAULT = 500;

    /** Makes this the last word of a host that has not been started. */
    public static void on(Host host) {
        ((StandardHost) host).setErrorReportValveClass(PlainErrors.class.getName());
    }

    @Override
    protected void report(Request request, Response response, Throwable throwable) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported() || !mayWrite(response)) {
            return;
        }
        try {
            response.setContentType("application/json");
            response.setCharacterEncoding(StandardCharsets.UTF_8);
            Writer writer = response.getReporter();
            if (writer != null) {
                writer.write(text(status));
                response.finishResponse();
            }
        } catch (IOException | IllegalStateException e) {
            LOG.debug("Nobody was there to hear of a request that ended with {}", status, e);
        }
    }

    private static boolean mayWrite(Response response) {
        var allowed = new AtomicBoolean();
        response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, allowed);
        return allowed.get();
    }

    private static String text(int status) {
        return status < FAULT
                ? "{\"code\":\"BadRequest\",\"message\":\"This request cannot be read: its first line, a header or its "
                        + "body is not as HTTP wants it.\"}"
                : "{\"code\":\"InternalServerError\",\"message\":\"The emulator failed; its log says why.\"}";
    }
}
