package dev.lockstep.emulator.convex.http;

import dev.lockstep.emulator.convex.auth.Authorizer;
import dev.lockstep.emulator.convex.auth.Identity;
import dev.lockstep.emulator.convex.wire.Refusal;
import dev.lockstep.emulator.http.Request;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Who sends a request to a deployment: its header says so or, for admins who have none, the address. */
record Callers(Authorizer authorizer) {

    /** @throws Refusal 400 or 401 when what it shows is no good */
    Identity identity(Request request) {
        Optional<String> header = request.header("Authorization");
        Optional<String> key = request.parameter("adminKey");
        return header.isEmpty() && key.isPresent()
                ? authorizer.admin(key.get())
                : authorizer.identify(header.orElse(null));
    }

    /** @param body in which tools of older CLIs send the key, and no header */
    Identity identity(Request request, JsonNode body) {
        Optional<String> key = Optional.ofNullable(body.path("adminKey").asString(null));
        return request.header("Authorization").isEmpty() && key.isPresent()
                ? authorizer.admin(key.get())
                : identity(request);
    }

    /** @throws Refusal when it is no admin */
    void requireAdmin(Request request) {
        Authorizer.requireAdmin(identity(request));
    }
}
