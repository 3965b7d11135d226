package dev.lockstep.emulator.convex.call;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.emulator.convex.auth.Identity;
import dev.lockstep.emulator.convex.code.FunctionPath;
import dev.lockstep.emulator.convex.key.ComponentPath;
import java.util.Optional;

/**
 * A call of an HTTP action.
 *
 * @param title {@code GET /path}, for the log
 * @param component whose router answers
 * @param requestJson {@code {url, method, headerPairs, body?}}, the body in base64
 * @param route the path that the router looks up
 * @param requestId 16 hex digits, shown in errors
 */
public record HttpCall(
        String title, ComponentPath component, String requestJson, String route, Identity identity, String requestId) {

    /** Where an app or a component has its router. */
    public static final String MODULE = "http.js";

    /** The call that stands for it in the log and in errors. */
    public FunctionCall call() {
        return new FunctionCall(
                new FunctionPath(component, MODULE, "default"),
                ConvexValue.emptyObject(),
                identity,
                Optional.empty(),
                FunctionCall.Reach.INTERNAL,
                requestId);
    }

    /** Where an answer goes, as it is made. Called on the thread that runs the action. */
    public interface Reply {

        /** @param headJson {@code {status, headerPairs}} */
        void head(String headJson);

        void piece(byte[] bytes);
    }
}
