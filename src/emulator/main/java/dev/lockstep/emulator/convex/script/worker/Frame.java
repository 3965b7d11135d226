package dev.lockstep.emulator.convex.script.worker;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a worker says or is told; {@code engine.mjs} has the layout.
 *
 * @param call which call it is about
 * @param number of a question, or what the kind says
 */
public record Frame(int kind, int call, int number, String text) {

    // What a worker is told.
    public static final int MODE = 0;
    public static final int CODE = 1;
    public static final int DROP = 2;
    public static final int PREPARE = 3;
    public static final int BEGIN = 4;
    public static final int SETTLE = 5;
    public static final int ANSWER = 6;
    public static final int END = 7;

    // What a worker says.
    public static final int READY = 1;
    public static final int SYSCALL = 2;
    public static final int ASK = 3;
    public static final int LOG = 4;
    public static final int USED_TIME = 5;
    public static final int DONE = 6;
    public static final int STUCK = 7;
    public static final int UNPREPARED = 8;
    public static final int UNREAD = 9;

    private static final int LENGTH = 4;
    private static final int HEAD = 9;

    /** More than any result, any request's body and any file that a function handles may have. */
    private static final int MAX_BYTES = 512 << 20;

    void write(OutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var frame = ByteBuffer.allocate(LENGTH + HEAD + bytes.length)
                .putInt(HEAD + bytes.length)
                .put((byte) kind)
                .putInt(call)
                .putInt(number)
                .put(bytes);
        out.write(frame.array());
        out.flush();
    }

    /** @throws IOException when there is no more, or no frame */
    static Frame read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < HEAD || length > MAX_BYTES) {
            throw new IOException("A frame cannot have " + length + " bytes");
        }
        int kind = in.readUnsignedByte();
        int call = in.readInt();
        int number = in.readInt();
        byte[] bytes = new byte[length - HEAD];
        in.readFully(bytes);
        return new Frame(kind, call, number, new String(bytes, StandardCharsets.UTF_8));
    }
}
