package dev.lockstep.emulator.convex.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.core.Secret;
import dev.lockstep.emulator.fault.FaultFilter;
import dev.lockstep.emulator.fault.FaultPlan;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A port that is opened, asked and closed again, as each deployment's is. */
@Tag("wire")
class LoopbackPortTest {

    @TempDir
    Path work;

    /** What Tomcat says that should worry somebody. */
    private static final class Worries extends Handler {

        private final Queue<String> said = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
                said.add(line.getLoggerName() + ": " + line.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void closesWithoutAWordInTheLog() throws Exception {
        var worries = new Worries();
        Logger tomcat = Logger.getLogger("org.apache");
        tomcat.addHandler(worries);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var http = HttpClient.newHttpClient()) {
            var faults = new FaultFilter(new FaultPlan(), Secret.of("test|key"));
            try (var port = LoopbackPort.open(
                    work,
                    0,
                    new HttpServlet() {
                        @Override
                        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
                            response.setStatus(204);
                        }
                    },
                    faults,
                    threads)) {
                var answer =
                        http.send(HttpRequest.newBuilder(port.url()).build(), HttpResponse.BodyHandlers.discarding());
                assertThat(answer.statusCode()).isEqualTo(204);
            }
        } finally {
            tomcat.removeHandler(worries);
        }
        assertThat(worries.said).isEmpty();
    }
}
