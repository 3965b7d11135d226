package dev.lockstep.emulator.convex.http;

import dev.lockstep.emulator.convex.auth.Authorizer;
import dev.lockstep.emulator.convex.auth.Identity;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.coyote.BadRequestException;
import org.brotli.dec.BrotliInputStream;
import tools.jackson.databind.node.ObjectNode;

/** One request and its answer, with what endpoints need of them. Used by one thread. */
final class Exchange {

    /** Of ordinary calls: 16 MiB of arguments and their wrapping. */
    static final int CALL_LIMIT = (16 << 20) + 2000;

    /** Of pushes. */
    static final int PUSH_LIMIT = 200 << 20;

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final Authorizer authorizer;

    Exchange(HttpServletRequest request, HttpServletResponse response, Authorizer authorizer) {
        this.request = request;
        this.response = response;
        this.authorizer = authorizer;
    }

    HttpServletRequest request() {
        return request;
    }

    HttpServletResponse response() {
        return response;
    }

    /** {@code POST /api/query} */
    String route() {
        return request.getMethod() + " " + path();
    }

    String path() {
        return request.getRequestURI();
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(request.getParameter(name));
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    /** The body as text, decompressed when it is compressed. */
    String body(int limit) throws IOException {
        byte[] bytes = unpacked(limit + 1);
        if (bytes.length > limit) {
            throw Refusal.tooLarge("RequestTooLarge", "The body is larger than " + limit + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    ObjectNode json(int limit) throws IOException {
        return WireJson.parseObject(body(limit));
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
            case "identity", "" -> request.getInputStream();
            case "br" -> new BrotliInputStream(request.getInputStream());
            case "gzip" -> new GZIPInputStream(request.getInputStream());
            default ->
                throw Refusal.badRequest("BadContentEncoding", "The Content-Encoding must be br, gzip or identity");
        };
    }

    Identity identity() {
        Optional<String> header = header("Authorization");
        Optional<String> key = query("adminKey");
        return header.isEmpty() && key.isPresent()
                ? authorizer.admin(key.get())
                : authorizer.identify(header.orElse(null));
    }

    void requireAdmin() {
        Authorizer.requireAdmin(identity());
    }

    void answerJson(String json) throws IOException {
        answer("application/json", json);
    }

    void answerText(String text) throws IOException {
        answer("text/plain; charset=utf-8", text);
    }

    /** Sends back what came, byte by byte. */
    void echo() throws IOException {
        byte[] bytes = request.getInputStream().readNBytes(CALL_LIMIT);
        response.setContentType("application/octet-stream");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    void answerEmpty() {
        response.setStatus(200);
    }

    void refuse(Refusal refusal) throws IOException {
        response.setStatus(refusal.status());
        answerJson(WireJson.object()
                .put("code", refusal.code())
                .put("message", refusal.message())
                .toString());
    }

    private void answer(String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        response.setContentType(type);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
