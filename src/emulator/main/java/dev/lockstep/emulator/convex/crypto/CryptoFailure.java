package dev.lockstep.emulator.convex.crypto;

/** A request that fails, as the DOMException of that name. */
public final class CryptoFailure extends RuntimeException {

    private final String name;

    CryptoFailure(String name, String message) {
        super(message);
        this.name = name;
    }

    static CryptoFailure operation(String message) {
        return new CryptoFailure("OperationError", message);
    }

    static CryptoFailure data(String message) {
        return new CryptoFailure("DataError", message);
    }

    static CryptoFailure unsupported(String what) {
        return new CryptoFailure("NotSupportedError", what + " is not supported");
    }

    /** Of the DOMException. */
    public String name() {
        return name;
    }
}
