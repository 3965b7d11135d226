package dev.lockstep.emulator.convex.call;

import dev.lockstep.emulator.convex.auth.UserIdentity;
import dev.lockstep.emulator.convex.wire.FunctionError;
import dev.lockstep.emulator.convex.wire.WireJson;
import tools.jackson.databind.JsonNode;

/** Syscalls that queries, mutations and actions answer alike. Stateless. */
final class SharedCalls {

    private SharedCalls() {}

    static String userIdentity(Frame frame) {
        return frame.call().identity().user().map(UserIdentity::json).orElse("null");
    }

    static String functionMetadata(Frame frame) {
        return WireJson.object()
                .put("name", frame.spec().path().toString())
                .put("componentPath", "")
                .toString();
    }

    static String requestMetadata(Frame frame) {
        return WireJson.object()
                .putNull("ip")
                .putNull("userAgent")
                .put("requestId", frame.call().requestId())
                .putNull("scheduledFunctionId")
                .putNull("authToken")
                .toString();
    }

    static String deploymentMetadata() {
        return WireJson.object()
                .put("name", "local")
                .putNull("region")
                .put("class", "s16")
                .toString();
    }

    static String functionHandle(JsonNode arguments) {
        return WireJson.node(dev.lockstep.convex.value.ConvexValue.text(Lookup.HANDLE + Lookup.address(arguments)))
                .toString();
    }

    static FunctionError unsupported(String operation) {
        return new FunctionError(operation + " is not supported in the emulator yet");
    }
}
