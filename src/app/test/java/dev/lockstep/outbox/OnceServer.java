package dev.lockstep.outbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ObjIntConsumer;

/**
 * A system that takes a repeat of a change, by its id, as the same change: the effect happens once. A test may hold its
 * answers back, after the effect. Thread-safe.
 */
final class OnceServer implements AutoCloseable {

    /** What happened, in the order in which it did. */
    record Effect(String record, int number, String node) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ObjIntConsumer<String> beforeAnswer;
    private final Set<String> ids = new HashSet<>();
    private final Map<String, Integer> calls = new HashMap<>();
    private final List<Effect> effects = new ArrayList<>();
    private int repeats;

    /** @param beforeAnswer told, per call, which node it is from and the how many-th of that node it is */
    OnceServer(ObjIntConsumer<String> beforeAnswer) throws IOException {
        this.beforeAnswer = beforeAnswer;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String node = exchange.getRequestURI().getPath().substring(1);
        List<String> lines =
                new String(exchange.getRequestBody().readAllBytes()).lines().toList();
        beforeAnswer.accept(node, take(node, lines.get(0), lines.get(1), Integer.parseInt(lines.get(2))));
        byte[] answer = "{}".getBytes();
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private synchronized int take(String node, String id, String record, int number) {
        if (ids.add(id)) {
            effects.add(new Effect(record, number, node));
        } else {
            repeats++;
        }
        return calls.merge(node, 1, Integer::sum);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    synchronized List<Effect> effects() {
        return List.copyOf(effects);
    }

    synchronized int repeats() {
        return repeats;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
