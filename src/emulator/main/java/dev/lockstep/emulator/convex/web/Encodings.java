package dev.lockstep.emulator.convex.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The encodings of the Encoding Standard that are not Unicode's, by the JDK's charsets. Stateless. */
public final class Encodings {

    /** Where the standard's encoding is not the charset that the JDK has under that name. */
    private static final Map<String, String> CHARSETS = Map.of(
            "shift_jis", "windows-31j",
            "sjis", "windows-31j",
            "gbk", "GB18030",
            "gb2312", "GB18030",
            "big5", "Big5-HKSCS",
            "euc-kr", "x-windows-949",
            "macintosh", "x-MacRoman",
            "windows-874", "x-windows-874",
            "x-mac-cyrillic", "x-MacCyrillic");

    private Encodings() {}

    /** What {@code TextDecoder.encoding} says for a label; empty for one that is not known. */
    public static Optional<String> name(String label) {
        return charset(label).map(charset -> switch (label) {
            case "sjis" -> "shift_jis";
            case "gb2312" -> "gbk";
            default -> CHARSETS.containsKey(label) ? label : charset.name().toLowerCase(Locale.ROOT);
        });
    }

    /**
     * @param base64 the bytes
     * @return empty when the bytes are not valid and the decoder is {@code strict}
     */
    public static Optional<String> decode(String label, String base64, boolean strict) {
        var action = strict ? CodingErrorAction.REPORT : CodingErrorAction.REPLACE;
        try {
            return Optional.of(charset(label)
                    .orElseThrow(() -> new IllegalArgumentException("Unknown encoding " + label))
                    .newDecoder()
                    .onMalformedInput(action)
                    .onUnmappableCharacter(action)
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(base64)))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Optional<Charset> charset(String label) {
        try {
            return Optional.of(Charset.forName(CHARSETS.getOrDefault(label, label)));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }
}
