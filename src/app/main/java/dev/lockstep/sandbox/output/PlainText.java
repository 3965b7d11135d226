package dev.lockstep.sandbox.output;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Makes characters from the bytes of a terminal's stream: UTF-8 that may be split anywhere, escape sequences (ECMA-48)
 * left out. Holds the beginning of what has not arrived whole. Not for two threads.
 */
final class PlainText {

    private static final char ESCAPE = 0x1b;
    private static final char BELL = 0x07;

    private enum State {
        TEXT,
        ESCAPED,
        /** Between {@code ESC [} and its final byte. */
        CONTROL,
        /** Between {@code ESC ]} (or P, X, ^, _) and a bell or {@code ESC \}. */
        STRING,
        STRING_ESCAPED
    }

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] half = new byte[0];
    private State state = State.TEXT;

    String read(byte[] bytes) {
        return decode(bytes, false);
    }

    /** What half a character at the end comes to. */
    String end() {
        return decode(new byte[0], true);
    }

    private String decode(byte[] bytes, boolean last) {
        ByteBuffer in = ByteBuffer.allocate(half.length + bytes.length)
                .put(half)
                .put(bytes)
                .flip();
        CharBuffer out = CharBuffer.allocate(in.remaining() + 2);
        decoder.decode(in, out, last);
        if (last) {
            decoder.flush(out);
        }
        half = new byte[in.remaining()];
        in.get(half);
        return plain(out.flip());
    }

    private String plain(CharBuffer text) {
        var plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            step(text.charAt(i), plain);
        }
        return plain.toString();
    }

    private void step(char c, StringBuilder plain) {
        switch (state) {
            case TEXT -> {
                if (c == ESCAPE) {
                    state = State.ESCAPED;
                } else if (c >= ' ' || c == '\n' || c == '\r' || c == '\t') {
                    plain.append(c);
                }
            }
            case ESCAPED ->
                state = switch (c) {
                    case '[' -> State.CONTROL;
                    case ']', 'P', 'X', '^', '_' -> State.STRING;
                    // Intermediate bytes of a short sequence, such as the choice of a character set.
                    case ' ', '#', '%', '(', ')', '*', '+', '-', '.', '/' -> State.ESCAPED;
                    default -> State.TEXT;
                };
            case CONTROL -> {
                if (c >= '@' && c <= '~') {
                    state = State.TEXT;
                } else if (c == '\n') {
                    // No sequence holds one: a broken one must not swallow the lines after it.
                    state = State.TEXT;
                    plain.append(c);
                }
            }
            case STRING -> {
                if (c == BELL) {
                    state = State.TEXT;
                } else if (c == ESCAPE) {
                    state = State.STRING_ESCAPED;
                } else if (c == '\n') {
                    state = State.TEXT;
                    plain.append(c);
                }
            }
            case STRING_ESCAPED -> state = c == '\\' ? State.TEXT : State.STRING;
        }
    }
}
