package dev.lockstep.emulator.convex.call;

import dev.lockstep.emulator.convex.auth.Identity;
import dev.lockstep.emulator.convex.key.ComponentPath;

/**
 * A call of an HTTP action.
 *
 * @param component whose router answers
 * @param requestJson {@code {url, method, headerPairs, body?}}, the body in base64
 * @param route the path that the router looks up
 * @param requestId 16 hex digits, shown in errors
 */
public record HttpCall(ComponentPath component, String requestJson, String route, Identity identity, String requestId) {

    /** Where an answer goes, as it is made. Called on the thread that runs the action. */
    public interface Reply {

        /** @param headJson {@code {status, headerPairs}} */
        void head(String headJson);

        void piece(byte[] bytes);
    }
}
