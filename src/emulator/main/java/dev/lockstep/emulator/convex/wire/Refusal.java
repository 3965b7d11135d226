package dev.lockstep.emulator.convex.wire;

/**
 * A request that is refused before or beside any function: it becomes a non-2xx answer {@code {code, message}}. The
 * message is for people and holds no secret.
 */
public final class Refusal extends RuntimeException {

    /** All that is told of a fault of the emulator's own. */
    public static final String FAULT = "Your request couldn't be completed. Try again later.";

    private final int status;
    private final String code;

    private Refusal(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    public static Refusal badRequest(String code, String message) {
        return new Refusal(400, code, message);
    }

    public static Refusal unauthenticated(String code, String message) {
        return new Refusal(401, code, message);
    }

    public static Refusal forbidden(String code, String message) {
        return new Refusal(403, code, message);
    }

    public static Refusal notFound(String code, String message) {
        return new Refusal(404, code, message);
    }

    public static Refusal tooLarge(String code, String message) {
        return new Refusal(413, code, message);
    }

    /** Try again later: conflicts that outlived their retries, a start-up that is not finished. */
    public static Refusal unavailable(String code, String message) {
        return new Refusal(503, code, message);
    }

    public static Refusal internal(String message) {
        return new Refusal(500, "InternalServerError", message);
    }

    /** The HTTP status, 400 … 503. */
    public int status() {
        return status;
    }

    /** Whether it is not the caller's fault: the same request may be taken later. */
    public boolean isTransient() {
        return status >= 429;
    }

    /** The stable PascalCase code that clients key on. */
    public String code() {
        return code;
    }

    public String message() {
        return String.valueOf(getMessage());
    }
}
