package dev.lockstep.shell.gate;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer to a request that leads nowhere: one sentence, which names nothing of what runs here. Programs get it in the
 * shape of their API's description.
 *
 * @param status of HTTP, from 400 on
 * @param code for programs
 * @param sentence what is wrong
 * @param nextStep what to do about it
 */
record Refusal(int status, String code, String sentence, String nextStep) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String APIS = "/api/";

    static Refusal of(int status) {
        return switch (status) {
            case 400 -> new Refusal(status, "BadRequest", "This request cannot be read.", "Send it as described.");
            case 401 -> new Refusal(status, "SignedOut", "Nobody is signed in.", "Sign in first.");
            case 403 -> new Refusal(status, "Forbidden", "This is not allowed.", "Ask whoever may.");
            case 404 -> new Refusal(status, "NotFound", "There is nothing at this address.", "Look at what was typed.");
            case 405 ->
                new Refusal(
                        status, "MethodNotAllowed", "This address has no such method.", "Use one that is described.");
            case 406 ->
                new Refusal(
                        status,
                        "NotAcceptable",
                        "This address has no answer of the type that is asked for.",
                        "Accept any.");
            case 413 -> new Refusal(status, "TooLarge", "This request is too large.", "Send less at once.");
            case 415 ->
                new Refusal(
                        status,
                        "UnsupportedMediaType",
                        "This address does not take content of this type.",
                        "Send the type that is described.");
            case 421 ->
                new Refusal(
                        status,
                        "Misdirected",
                        "This site does not have this name.",
                        "Use its own; whoever runs it gives that by LOCKSTEP_PUBLIC_URL.");
            case 503 -> new Refusal(status, "Unavailable", "This is not available just now.", "Try again in a while.");
            case 505 -> new Refusal(status, "HttpVersion", "This version of HTTP is not spoken here.", "Use HTTP/1.1.");
            default ->
                status < 500
                        ? new Refusal(status, "Refused", "This request is refused.", "Send it as described.")
                        : new Refusal(status, "Failed", "Something failed here.", "Try again in a while.");
        };
    }

    /** For people and for what does not say what it is. */
    String text() {
        return sentence + " " + nextStep + "\n";
    }

    /** @param path which was asked for: those of the APIs are answered as JSON */
    void write(HttpServletResponse response, String path) throws IOException {
        boolean program = path.startsWith(APIS);
        String body = program
                ? JSON.writeValueAsString(Map.of("code", code, "error", sentence, "nextStep", nextStep))
                : text();
        response.setStatus(status);
        response.setContentType(
                program ? MediaType.APPLICATION_JSON_VALUE : MediaType.TEXT_PLAIN_VALUE + ";charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
