package dev.lockstep.emulator.convex.platform;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port of the Management API on 127.0.0.1. It is asked a few times a day, so the JDK's own server will do. */
final class ManagementServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ManagementServer.class);
    private static final int BODY_LIMIT = 1 << 20;

    private final HttpServer server;
    private final ExecutorService threads;
    private final ManagementApi api;

    private ManagementServer(HttpServer server, ManagementApi api) {
        this.server = server;
        this.api = api;
        this.threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    static ManagementServer start(ManagementApi api, int port) {
        try {
            var address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port);
            return new ManagementServer(HttpServer.create(address, 0), api);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The platform of the Convex emulator cannot listen on 127.0.0.1:" + port + ". Is the port taken?",
                    e);
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                byte[] body = exchange.getRequestBody().readNBytes(BODY_LIMIT);
                String route = exchange.getRequestMethod() + " "
                        + exchange.getRequestURI().getPath();
                Optional<String> authorization =
                        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
                send(exchange, 200, api.answer(route, authorization, new String(body, StandardCharsets.UTF_8)));
            } catch (Refusal e) {
                send(exchange, e.status(), problem(e));
            } catch (IllegalStateException e) {
                send(
                        exchange,
                        400,
                        problem(Refusal.badRequest("DeploymentNotStarted", String.valueOf(e.getMessage()))));
            } catch (RuntimeException e) {
                LOG.error("The platform failed at {}", exchange.getRequestURI().getPath(), e);
                send(exchange, 500, problem(Refusal.internal("Your request couldn't be completed. Try again later.")));
            }
        }
    }

    private static String problem(Refusal refusal) {
        return WireJson.object()
                .put("code", refusal.code())
                .put("message", refusal.message())
                .toString();
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
