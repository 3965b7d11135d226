package dev.lockstep.emulator.convex.sync;

import dev.lockstep.emulator.convex.wire.Refusal;

/**
 * Why a deployment closes a socket, as its close frame says it. Clients wait longer for some reasons than for others.
 *
 * @param reason a short code
 */
public record Closing(int code, String reason) {

    private static final int NORMAL = 1000;
    private static final int INTERNAL_ERROR = 1011;
    private static final int TRY_AGAIN_LATER = 1013;

    static Closing normal(String reason) {
        return new Closing(NORMAL, reason);
    }

    static Closing internalError() {
        return new Closing(INTERNAL_ERROR, "InternalServerError");
    }

    static Closing tryAgainLater(String reason) {
        return new Closing(TRY_AGAIN_LATER, reason);
    }

    static Closing of(Refusal refusal) {
        return switch (refusal.status()) {
            case 421, 425, 429, 503 -> tryAgainLater(refusal.code());
            case 500 -> new Closing(INTERNAL_ERROR, refusal.code());
            default -> normal(refusal.code());
        };
    }
}
