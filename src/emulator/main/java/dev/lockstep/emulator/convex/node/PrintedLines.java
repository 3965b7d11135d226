package dev.lockstep.emulator.convex.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a child and the programs that it starts print, in lines of at most {@value #LONGEST} characters; bytes that are no
 * UTF-8 become replacement characters. Reads on to the end whatever comes, so that nobody has to wait for room.
 */
final class PrintedLines {

    private static final Logger LOG = LoggerFactory.getLogger(PrintedLines.class);
    private static final int LONGEST = 4_096;
    private static final int MOST = 1_000;

    private final Consumer<String> listener;
    private final StringBuilder line = new StringBuilder();
    private int told;

    PrintedLines(Consumer<String> listener) {
        this.listener = listener;
    }

    /** Blocks until the end. */
    void read(InputStream printed) {
        try (Reader in = new InputStreamReader(printed, StandardCharsets.UTF_8)) {
            char[] some = new char[8_192];
            for (int count = in.read(some); count >= 0; count = in.read(some)) {
                for (int i = 0; i < count; i++) {
                    next(some[i]);
                }
            }
        } catch (IOException e) {
            LOG.debug("What a Node process prints cannot be read any more", e);
        }
        if (!line.isEmpty()) {
            tell();
        }
    }

    private void next(char character) {
        if (character == '\n') {
            tell();
        } else if (line.length() < LONGEST) {
            line.append(character);
        }
    }

    private void tell() {
        told++;
        if (told < MOST) {
            listener.accept(line.toString().stripTrailing());
        } else if (told == MOST) {
            listener.accept("… this process prints so much that the rest is left out");
        }
        line.setLength(0);
    }
}
