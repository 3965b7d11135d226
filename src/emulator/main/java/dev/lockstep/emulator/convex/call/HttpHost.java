package dev.lockstep.emulator.convex.call;

import dev.lockstep.emulator.convex.script.ScriptHost;
import java.util.Base64;
import tools.jackson.databind.JsonNode;

/** What an HTTP action may ask for: all that an action may, and to answer. */
record HttpHost(ScriptHost action, HttpCall.Reply reply) implements ScriptHost {

    @Override
    public String syscall(String operation, JsonNode arguments) {
        return action.syscall(operation, arguments);
    }

    @Override
    public Answer asyncSyscall(String operation, JsonNode arguments) {
        return switch (operation) {
            case "http/head" -> {
                reply.head(arguments.toString());
                yield new Answer.Now("null");
            }
            case "http/piece" -> {
                reply.piece(Base64.getDecoder().decode(arguments.path("bytes").asString("")));
                yield new Answer.Now("null");
            }
            default -> action.asyncSyscall(operation, arguments);
        };
    }

    @Override
    public Answer fetch(JsonNode request) {
        return action.fetch(request);
    }
}
