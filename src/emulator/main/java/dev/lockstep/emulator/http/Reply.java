package dev.lockstep.emulator.http;

import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.JsonNode;

/** What an endpoint answers. */
public sealed interface Reply {

    /** All of it is there. */
    record Whole(int status, Map<String, String> headers, byte[] body) implements Reply {}

    /**
     * Written as it is read: nothing of it is held in memory whole.
     *
     * @param length in bytes, known before
     */
    record Streamed(int status, Map<String, String> headers, long length, Content content) implements Reply {}

    /** The connection is held until the answer is there; it must come. */
    record Later(CompletionStage<Whole> reply) implements Reply {}

    /** Something else answers: a WebSocket that the request became. */
    record Elsewhere() implements Reply {}

    /** The bytes of a reply. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    static Whole json(JsonNode json) {
        return json(200, json);
    }

    static Whole json(int status, JsonNode json) {
        return json(status, json.toString());
    }

    /** @param json a text of JSON */
    static Whole json(String json) {
        return json(200, json);
    }

    private static Whole json(int status, String json) {
        return new Whole(status, Map.of("Content-Type", "application/json"), bytes(json));
    }

    static Whole text(String text) {
        return new Whole(200, Map.of("Content-Type", "text/plain; charset=utf-8"), bytes(text));
    }

    /** {@code {code, message}} */
    static Whole refused(Refusal refusal) {
        return json(
                refusal.status(), WireJson.object().put("code", refusal.code()).put("message", refusal.message()));
    }

    /** 200 and nothing else. */
    static Whole done() {
        return empty(200);
    }

    static Whole empty(int status) {
        return new Whole(status, Map.of(), new byte[0]);
    }

    /** Kept by browsers for some minutes. */
    static Whole file(String type, byte[] content) {
        return new Whole(200, Map.of("Content-Type", type, "Cache-Control", "max-age=300"), content);
    }

    /** @param policy the page's Content-Security-Policy */
    static Whole page(int status, String html, String policy) {
        return new Whole(
                status,
                Map.of(
                        "Content-Type",
                        "text/html;charset=utf-8",
                        "Cache-Control",
                        "no-store",
                        "Content-Security-Policy",
                        policy,
                        "Referrer-Policy",
                        "same-origin",
                        "X-Content-Type-Options",
                        "nosniff"),
                bytes(html));
    }

    /** Goes on there with a GET. */
    static Whole seeOther(String address) {
        return new Whole(303, Map.of("Location", address, "Cache-Control", "no-store"), new byte[0]);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
