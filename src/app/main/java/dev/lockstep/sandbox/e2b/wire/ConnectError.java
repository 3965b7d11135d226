package dev.lockstep.sandbox.e2b.wire;

import java.io.IOException;
import tools.jackson.databind.JsonNode;

/** What a Connect service says instead of an answer: a code of that protocol and a message. */
public final class ConnectError extends IOException {

    public static final String NOT_FOUND = "not_found";
    public static final String ALREADY_EXISTS = "already_exists";

    private final String code;

    private ConnectError(String code, String message) {
        super(message);
        this.code = code;
    }

    static ConnectError of(JsonNode error) {
        return new ConnectError(
                error.path("code").asString("unknown"), error.path("message").asString(""));
    }

    public boolean is(String other) {
        return code.equals(other);
    }
}
