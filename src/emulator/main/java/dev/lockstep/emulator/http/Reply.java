package dev.lockstep.emulator.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** An answer, whole. */
public record Reply(int status, Map<String, String> headers, byte[] body) {

    private static final String TYPE = "Content-Type";

    public static Reply json(JsonNode json) {
        return json(200, json);
    }

    public static Reply json(int status, JsonNode json) {
        return new Reply(status, Map.of(TYPE, "application/json"), bytes(json.toString()));
    }

    /** 200 and nothing else. */
    public static Reply done() {
        return new Reply(200, Map.of(), new byte[0]);
    }

    public static Reply empty(int status) {
        return new Reply(status, Map.of(), new byte[0]);
    }

    /** Kept by browsers for some minutes. */
    public static Reply file(String type, byte[] content) {
        return new Reply(200, Map.of(TYPE, type, "Cache-Control", "max-age=300"), content);
    }

    /** @param policy the page's Content-Security-Policy */
    public static Reply page(int status, String html, String policy) {
        return new Reply(
                status,
                Map.of(
                        TYPE,
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
    public static Reply seeOther(String address) {
        return new Reply(303, Map.of("Location", address, "Cache-Control", "no-store"), new byte[0]);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
