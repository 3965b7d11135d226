package dev.lockstep.emulator.http;

import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request as it came, and the parts of its path that the route asked for.
 *
 * @param rawQuery as in the address, undecoded; empty for none
 * @param headers by lower-case name
 */
public record Request(
        String method, String path, String rawQuery, Map<String, String> headers, String body, List<String> parts) {

    /** {@code POST /v1/…}, what routes are found by. */
    public String route() {
        return method + " " + path;
    }

    Request with(List<String> found) {
        return new Request(method, path, rawQuery, headers, body, found);
    }

    /** What stood in the route's parentheses, decoded. */
    public String part(int index) {
        return decoded(parts.get(index));
    }

    /** @throws Refusal 400 when it is not a number */
    public long number(int index) {
        try {
            return Long.parseLong(parts.get(index));
        } catch (NumberFormatException e) {
            throw Refusal.badRequest("InvalidPath", "The path must have a number where it has " + part(index));
        }
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The first value of a query parameter; empty also when it is blank. */
    public Optional<String> query(String name) {
        return Optional.ofNullable(pairs(rawQuery).get(name)).filter(value -> !value.isBlank());
    }

    /** A field of a form. */
    public Optional<String> field(String name) {
        return Optional.ofNullable(pairs(body).get(name)).filter(value -> !value.isBlank());
    }

    /** @throws Refusal 400 when it is neither true nor false */
    public Optional<Boolean> flag(String name) {
        return query(name).filter(text -> !text.equals("null")).map(text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw Refusal.badRequest("InvalidQueryParameter", "The parameter `" + name + "` must be true or false");
        });
    }

    /** The body, which may be absent. */
    public ObjectNode json() {
        return body.isBlank() ? WireJson.object() : WireJson.parseObject(body);
    }

    /** What follows {@code Bearer}. */
    public Optional<String> bearer() {
        return header("authorization")
                .filter(header -> header.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(header -> header.substring(7).strip());
    }

    /** Names that come twice, which a careful receiver refuses. */
    public List<String> repeated() {
        List<String> names = new ArrayList<>();
        List<String> twice = new ArrayList<>();
        for (String pair : rawQuery.split("&")) {
            String name = decoded(pair.contains("=") ? pair.substring(0, pair.indexOf('=')) : pair);
            if (names.contains(name)) {
                twice.add(name);
            }
            names.add(name);
        }
        return twice;
    }

    private static Map<String, String> pairs(String encoded) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String pair : encoded.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                found.putIfAbsent(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return found;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("InvalidRequest", "The request has a percent sign that stands for nothing");
        }
    }
}
