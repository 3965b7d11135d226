package dev.lockstep.sandbox.local;

import dev.lockstep.sandbox.local.folder.RunFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a launcher writes down of its process: whole frames alone, from the oldest segment that is kept to the newest.
 * Holds one open file. Not for two threads.
 */
final class FrameReader implements AutoCloseable {

    /** Where frames go. */
    interface Sink {
        /** @param stream 1 for the standard output, 2 for the standard error */
        void frame(int stream, Instant time, byte[] bytes);
    }

    private static final int HEADER = 13;

    /** How much is read at a time; a frame of a pipe is 64 KB at most. */
    private static final int CHUNK = 256 * 1024;

    private final RunFolder folder;
    private int segment;
    private long at;
    private @Nullable FileChannel file;

    FrameReader(RunFolder folder) {
        this.folder = folder;
    }

    /** Hands over what is new. */
    void read(Sink sink) throws IOException {
        while (open()) {
            boolean isOld = Files.exists(folder.segment(segment + 1));
            drain(sink);
            if (!isOld) {
                return;
            }
            // Nothing is written to a segment once there is another after it, so that one is read whole now.
            close();
            segment++;
            at = 0;
        }
    }

    private boolean open() throws IOException {
        if (file != null) {
            return true;
        }
        if (!Files.exists(folder.segment(segment))) {
            segment = oldest();
        }
        try {
            file = FileChannel.open(folder.segment(segment), StandardOpenOption.READ);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private int oldest() throws IOException {
        try (var files = Files.list(folder.path())) {
            return files.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.matches("out-\\d{1,9}\\.log"))
                    .mapToInt(name -> Integer.parseInt(name.substring(4, name.length() - 4)))
                    .filter(number -> number >= segment)
                    .min()
                    .orElse(segment);
        }
    }

    private void drain(Sink sink) throws IOException {
        FileChannel open = file;
        while (open != null && open.size() - at >= HEADER) {
            ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, open.size() - at));
            open.read(chunk, at);
            int used = frames(chunk.flip(), sink);
            if (used == 0) {
                return;
            }
            at += used;
        }
    }

    private static int frames(ByteBuffer chunk, Sink sink) {
        int used = 0;
        while (chunk.remaining() >= HEADER) {
            int stream = chunk.get();
            Instant time = Instant.ofEpochMilli(chunk.getLong());
            int length = chunk.getInt();
            if (chunk.remaining() < length) {
                return used;
            }
            byte[] bytes = new byte[length];
            chunk.get(bytes);
            used += HEADER + length;
            sink.frame(stream, time, bytes);
        }
        return used;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
