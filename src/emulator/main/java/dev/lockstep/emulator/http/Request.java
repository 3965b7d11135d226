package dev.lockstep.emulator.http;

import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.coyote.BadRequestException;
import org.brotli.dec.BrotliInputStream;
import tools.jackson.databind.node.ObjectNode;

/** A request as it came, and the parts of its path that the route asked for. Used by one thread. */
public final class Request {

    private final HttpServletRequest servlet;
    private final String text;
    private final List<String> parts;

    Request(HttpServletRequest servlet) {
        this(servlet, "", List.of());
    }

    private Request(HttpServletRequest servlet, String text, List<String> parts) {
        this.servlet = servlet;
        this.text = text;
        this.parts = parts;
    }

    Request with(List<String> found) {
        return new Request(servlet, text, found);
    }

    /**
     * The same with its body, for {@link #json()} and {@link #field}.
     *
     * @param limit in bytes
     * @throws Refusal 413 when it is larger
     */
    public Request withBody(int limit) throws IOException {
        return new Request(servlet, body(limit), parts);
    }

    public String method() {
        return servlet.getMethod();
    }

    public String path() {
        return servlet.getRequestURI();
    }

    /** {@code POST /v1/…}, what routes are found by. */
    public String route() {
        return method() + " " + path();
    }

    /** For what is not answered by a reply alone. */
    public HttpServletRequest servlet() {
        return servlet;
    }

    /** What stood in place of the route's stars, as in the address. */
    public String rawPart(int index) {
        return parts.get(index);
    }

    /** What stood in place of the route's stars, decoded. */
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
        return Optional.ofNullable(servlet.getHeader(name));
    }

    /** The first value of a query parameter; empty also when it is blank. */
    public Optional<String> query(String name) {
        return Optional.ofNullable(pairs(rawQuery()).get(name)).filter(value -> !value.isBlank());
    }

    /**
     * The first value of a parameter of the query or of a form that was not read, blank ones too.
     *
     * @throws org.apache.tomcat.util.http.InvalidParameterException when they cannot be read
     */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(servlet.getParameter(name));
    }

    /** A field of a form. */
    public Optional<String> field(String name) {
        return Optional.ofNullable(pairs(text).get(name)).filter(value -> !value.isBlank());
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

    /** The body as it comes, packed if it is. */
    public InputStream stream() throws IOException {
        return servlet.getInputStream();
    }

    /**
     * Reads the body as text, unpacked when it is packed.
     *
     * @param limit in bytes, unpacked
     * @throws Refusal 413 when it is larger, 400 when it is not packed as its Content-Encoding says
     */
    public String body(int limit) throws IOException {
        byte[] bytes = unpacked(limit + 1);
        if (bytes.length > limit) {
            throw Refusal.tooLarge("RequestTooLarge", "The body is larger than " + limit + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Reads the body, which must be an object. */
    public ObjectNode json(int limit) throws IOException {
        return WireJson.parseObject(body(limit));
    }

    /** The body, which may be absent. */
    public ObjectNode json() {
        return text.isBlank() ? WireJson.object() : WireJson.parseObject(text);
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
        for (String pair : rawQuery().split("&")) {
            String name = decoded(pair.contains("=") ? pair.substring(0, pair.indexOf('=')) : pair);
            if (names.contains(name)) {
                twice.add(name);
            }
            names.add(name);
        }
        return twice;
    }

    private String rawQuery() {
        String query = servlet.getQueryString();
        return query == null ? "" : query;
    }

    private byte[] unpacked(int atMost) throws IOException {
        String encoding = header("Content-Encoding").orElse("identity");
        try (InputStream in = unpacking(encoding)) {
            return in.readNBytes(atMost);
        } catch (BadRequestException e) {
            // The request itself is broken, which Tomcat answers.
            throw e;
        } catch (IOException e) {
            throw Refusal.badRequest(
                    "BadBody", "The body is not what its Content-Encoding " + encoding + " says, or ends too early");
        }
    }

    private InputStream unpacking(String encoding) throws IOException {
        return switch (encoding) {
            case "identity", "" -> servlet.getInputStream();
            case "br" -> new BrotliInputStream(servlet.getInputStream());
            case "gzip" -> new GZIPInputStream(servlet.getInputStream());
            default ->
                throw Refusal.badRequest("BadContentEncoding", "The Content-Encoding must be br, gzip or identity");
        };
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
