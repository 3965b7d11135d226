package dev.lockstep.emulator.convex.call;

import dev.lockstep.emulator.convex.auth.UserIdentity;
import dev.lockstep.emulator.convex.wire.FunctionError;
import dev.lockstep.emulator.convex.wire.WireJson;

/** Syscalls that queries, mutations and actions answer alike. Stateless. */
final class SharedCalls {

    private SharedCalls() {}

    static String userIdentity(Frame frame) {
        // A component has to be told who asks by the app that uses it.
        if (!frame.component().isRoot()) {
            return "null";
        }
        return frame.call().identity().user().map(UserIdentity::json).orElse("null");
    }

    static String functionMetadata(Frame frame) {
        return WireJson.object()
                .put("name", frame.spec().path().toString())
                .put("componentPath", frame.component().text())
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

    static FunctionError unsupported(String operation) {
        return new FunctionError(operation + " is not supported in the emulator yet");
    }
}
