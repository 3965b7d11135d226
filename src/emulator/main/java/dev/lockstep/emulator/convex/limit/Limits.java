package dev.lockstep.emulator.convex.limit;

/** What one transaction may do, as the service documents it. Bytes are counted as characters of encoded JSON. */
public final class Limits {

    public static final int DOCUMENT_BYTES = 1 << 20;
    public static final int READ_DOCUMENTS = 32_000;
    public static final int READ_BYTES = 16 << 20;
    public static final int READ_RANGES = 4_096;
    public static final int WRITTEN_DOCUMENTS = 16_000;
    public static final int WRITTEN_BYTES = 16 << 20;
    public static final int SCHEDULED = 1_000;
    public static final int SCHEDULED_BYTES = 16 << 20;

    private Limits() {}
}
