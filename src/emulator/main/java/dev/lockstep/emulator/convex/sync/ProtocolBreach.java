package dev.lockstep.emulator.convex.sync;

/** The client said something that it must not say now. */
final class ProtocolBreach extends Exception {

    /** Whether the client is told that it is at fault and must not try again, or the socket is only dropped. */
    enum Consequence {
        FATAL,
        DROPPED
    }

    private final String code;
    private final Consequence consequence;

    private ProtocolBreach(String code, String message, Consequence consequence) {
        super(message);
        this.code = code;
        this.consequence = consequence;
    }

    static ProtocolBreach fatal(String code, String message) {
        return new ProtocolBreach(code, message, Consequence.FATAL);
    }

    static ProtocolBreach dropped(String message) {
        return new ProtocolBreach("InternalServerError", message, Consequence.DROPPED);
    }

    String code() {
        return code;
    }

    Consequence consequence() {
        return consequence;
    }

    String message() {
        return String.valueOf(getMessage());
    }
}
