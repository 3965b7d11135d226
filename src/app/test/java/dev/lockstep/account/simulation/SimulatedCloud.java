package dev.lockstep.account.simulation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * Clerk and Convex behind real HTTP, with a network that loses requests and answers. What goes wrong depends on the seed
 * and on the request, not on the order in which threads come.
 */
final class SimulatedCloud implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final Clock clock;
    private final Rules rules;
    private final Map<String, Integer> sent = new HashMap<>();
    private SimulatedClerk clerk;
    private SimulatedConvex convex;
    private long seed;
    private boolean stormy;

    SimulatedCloud(Clock clock, Rules rules) {
        this.clock = clock;
        this.rules = rules;
        this.clerk = new SimulatedClerk(clock);
        this.convex = new SimulatedConvex(rules);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Empty worlds. */
    synchronized void reset(long newSeed) {
        clerk = new SimulatedClerk(clock);
        convex = new SimulatedConvex(rules);
        sent.clear();
        seed = newSeed;
        stormy = true;
    }

    synchronized void calm() {
        stormy = false;
    }

    synchronized <T> T in(Supplier<T> work) {
        return work.get();
    }

    SimulatedClerk clerk() {
        return clerk;
    }

    SimulatedConvex convex() {
        return convex;
    }

    private enum Weather {
        FAIR,
        REQUEST_LOST,
        ANSWER_LOST,
        UNAVAILABLE
    }

    private Weather weather(String request) {
        if (!stormy) {
            return Weather.FAIR;
        }
        int times = sent.merge(request, 1, Integer::sum);
        int drawn = Dice.percent(seed, request, times);
        if (drawn < 15) {
            return Weather.REQUEST_LOST;
        }
        if (drawn < 35) {
            return Weather.ANSWER_LOST;
        }
        return drawn < 45 ? Weather.UNAVAILABLE : Weather.FAIR;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            boolean reads = exchange.getRequestMethod().equals("GET") || body.contains("reconciliation:");
            Weather weather;
            Answer answer;
            synchronized (this) {
                weather = reads ? Weather.FAIR : weather(exchange.getRequestMethod() + path + body);
                answer = weather == Weather.FAIR || weather == Weather.ANSWER_LOST
                        ? answer(exchange, path, body)
                        : new Answer(503, "{\"errors\":[]}");
            }
            if (weather != Weather.FAIR && !path.startsWith("/api/")) {
                // The one trouble that Clerk's client hands on at once; another it would wait out in real time.
                exchange.getResponseHeaders().add("Retry-After", "3");
                answer = new Answer(429, "{\"errors\":[]}");
                weather = Weather.UNAVAILABLE;
            }
            if (weather == Weather.FAIR || weather == Weather.UNAVAILABLE) {
                byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(answer.status(), bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    private record Answer(int status, String body) {}

    private Answer answer(HttpExchange exchange, String path, String body) {
        if (path.startsWith("/api/")) {
            JsonNode call = JSON.readTree(body);
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            String caller = authorization.startsWith("Bearer ") ? authorization.substring("Bearer ".length()) : "";
            JsonNode args = call.get("args").isArray() ? call.get("args").get(0) : call.get("args");
            JsonNode value = convex.call(call.get("path").asString(), args, caller);
            return new Answer(
                    200,
                    JSON.createObjectNode()
                            .put("status", "success")
                            .set("value", value)
                            .toString());
        }
        return clerk(exchange, path, body);
    }

    private Answer clerk(HttpExchange exchange, String path, String body) {
        Map<String, List<String>> query = query(exchange.getRequestURI().getRawQuery());
        if (path.equals("/v1/users/count")) {
            return new Answer(
                    200,
                    "{\"object\":\"total_count\",\"total_count\":"
                            + clerk.people().size() + "}");
        }
        if (path.equals("/v1/users")) {
            ArrayNode list = JSON.createArrayNode();
            List<String> ids = query.getOrDefault("user_id", List.of());
            clerk.people().stream()
                    .filter(person -> ids.isEmpty() || ids.contains(person.id))
                    .skip(Long.parseLong(
                            query.getOrDefault("offset", List.of("0")).getFirst()))
                    .limit(Long.parseLong(
                            query.getOrDefault("limit", List.of("10")).getFirst()))
                    .forEach(person -> list.add(SimulatedClerk.json(person)));
            return new Answer(200, list.toString());
        }
        String id = path.substring(path.lastIndexOf('/') + 1);
        var person = exchange.getRequestMethod().equals("GET") ? clerk.find(id) : clerk.change(id, fields(body));
        return person.map(found -> new Answer(200, SimulatedClerk.json(found).toString()))
                .orElse(new Answer(
                        404,
                        "{\"errors\":[{\"code\":\"resource_not_found\",\"message\":\"not found\","
                                + "\"long_message\":\"not found\",\"meta\":{}}],\"clerk_trace_id\":\"t\"}"));
    }

    private static Map<String, @Nullable String> fields(String body) {
        var fields = new HashMap<String, @Nullable String>();
        JSON.readTree(body).properties().stream()
                .filter(field -> SimulatedClerk.FIELDS.contains(field.getKey()))
                .forEach(field -> fields.put(field.getKey(), field.getValue().asString(null)));
        return fields;
    }

    private static Map<String, List<String>> query(@Nullable String raw) {
        var query = new HashMap<String, List<String>>();
        for (String part : raw == null ? new String[0] : raw.split("&")) {
            String[] pair = part.split("=", 2);
            query.computeIfAbsent(pair[0], name -> new ArrayList<>())
                    .add(URLDecoder.decode(pair.length > 1 ? pair[1] : "", StandardCharsets.UTF_8));
        }
        return query;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
