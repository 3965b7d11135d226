package dev.lockstep.sandbox.e2b;

import dev.lockstep.sandbox.process.Exit;
import java.io.IOException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What one message of a process's stream tells: of its start, of bytes that it wrote, of its end, or that the stream lives.
 * Defaults are left out on the wire: no exit code is 0.
 */
record ProcessEvent(JsonNode event) {

    private static final String SIGNALLED = "signal: ";

    static ProcessEvent of(JsonNode message) {
        return new ProcessEvent(message.path("event"));
    }

    /** The process's number, when it tells of the start. */
    Optional<Integer> started() {
        JsonNode start = event.path("start");
        return start.isObject() ? Optional.of(start.path("pid").asInt(0)) : Optional.empty();
    }

    /** None when it tells of something else. */
    byte[] out() throws IOException {
        return bytes("stdout");
    }

    /** None when it tells of something else. */
    byte[] err() throws IOException {
        return bytes("stderr");
    }

    private byte[] bytes(String stream) throws IOException {
        try {
            return Base64.getDecoder().decode(event.path("data").path(stream).asString(""));
        } catch (IllegalArgumentException e) {
            throw new IOException("What the process said is not base64", e);
        }
    }

    /** How the process ended by itself, when it tells of that. */
    Optional<Exit> end() {
        JsonNode end = event.path("end");
        if (!end.isObject()) {
            return Optional.empty();
        }
        String status = end.path("status").asString("");
        return Optional.of(
                status.startsWith(SIGNALLED)
                        ? new Exit.Finished(null, signalName(status.substring(SIGNALLED.length())))
                        : new Exit.Finished(end.path("exitCode").asInt(0), null));
    }

    private static String signalName(String said) {
        return switch (said) {
            case "killed" -> "SIGKILL";
            case "terminated" -> "SIGTERM";
            default -> said.toUpperCase(Locale.ROOT);
        };
    }
}
