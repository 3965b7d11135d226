package dev.lockstep.convex.value;

import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Bool;
import dev.lockstep.convex.value.ConvexValue.Bytes;
import dev.lockstep.convex.value.ConvexValue.CommitTime;
import dev.lockstep.convex.value.ConvexValue.Float64;
import dev.lockstep.convex.value.ConvexValue.Int64;
import dev.lockstep.convex.value.ConvexValue.Null;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.convex.value.ConvexValue.Text;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;

/**
 * Convex values as JSON, text or tree, in the lossless form {@code convex_encoded_json}: int64 as {@code {"$integer":…}},
 * bytes as {@code {"$bytes":…}}, NaN, the infinities and −0 as {@code {"$float":…}}, the time of a commit to come as
 * {@code {"$commitTs":null}}; every JSON number is a float64.
 *
 * <p>Limits when reading: 64 levels, keys of printable ASCII up to 1,024 characters that do not start with
 * {@code $}. Pure and thread-safe.
 */
public final class ConvexJson {

    /** Deeper values are refused, as the service does. */
    public static final int MAX_NESTING = 64;

    static final int MAX_KEY_LENGTH = 1024;

    static final String COMMIT_TIME = "$commitTs";

    static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxStringLength(64 * 1024 * 1024)
            .maxNestingDepth(MAX_NESTING + 8)
            .maxNameLength(4096)
            .build();

    private static final JsonFactory JSON =
            JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build();

    private ConvexJson() {}

    /** @throws ConvexValueException when the text is not JSON or not a Convex value */
    public static ConvexValue parse(String json) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() == null) {
                throw new ConvexValueException("Expected a value but the text is empty");
            }
            ConvexValue value = read(parser, 0);
            if (parser.nextToken() != null) {
                throw new ConvexValueException("Expected one value but more text follows it");
            }
            return value;
        } catch (JacksonException e) {
            throw new ConvexValueException("Not JSON: " + e.getOriginalMessage());
        }
    }

    /**
     * The value of a node, the same as {@link #parse} gives for the node's text, with the same limits.
     *
     * @throws ConvexValueException when the node is not a Convex value
     */
    public static ConvexValue read(JsonNode node) {
        return ConvexTree.read(node);
    }

    /** The node that reading the {@linkplain #encode encoded} text gives; shares nothing with other nodes. */
    public static JsonNode node(ConvexValue value) {
        return ConvexTree.node(value);
    }

    /** The lossless JSON text, keys in order, no white space. */
    public static String encode(ConvexValue value) {
        var out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    /** Appends what {@link #encode} gives. */
    public static void write(ConvexValue value, StringBuilder out) {
        switch (value) {
            case Null() -> out.append("null");
            case Bool(boolean bool) -> out.append(bool);
            case Int64(long number) ->
                out.append("{\"$integer\":\"").append(base64(number)).append("\"}");
            case Float64(double number) -> writeNumber(number, out);
            case Text(String text) -> writeText(text, out);
            case CommitTime() -> out.append("{\"").append(COMMIT_TIME).append("\":null}");
            case Bytes(byte[] bytes) ->
                out.append("{\"$bytes\":\"")
                        .append(Base64.getEncoder().encodeToString(bytes))
                        .append("\"}");
            case Array(var items) -> {
                out.append('[');
                for (int i = 0; i < items.size(); i++) {
                    if (i > 0) {
                        out.append(',');
                    }
                    write(items.get(i), out);
                }
                out.append(']');
            }
            case Obj(var fields) -> {
                out.append('{');
                boolean first = true;
                for (Map.Entry<String, ConvexValue> field : fields.entrySet()) {
                    if (!first) {
                        out.append(',');
                    }
                    first = false;
                    writeText(field.getKey(), out);
                    out.append(':');
                    write(field.getValue(), out);
                }
                out.append('}');
            }
        }
    }

    /** A JSON string literal with its quotes. */
    public static void writeText(String text, StringBuilder out) {
        out.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        out.append('"');
    }

    /** Whether JSON numbers cannot carry this double: NaN, the infinities and −0. */
    static boolean isSpecial(double number) {
        return Double.isNaN(number) || Double.isInfinite(number) || (number == 0 && 1 / number < 0);
    }

    /** Whether this ordinary double is written without a fraction. */
    static boolean isWhole(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15;
    }

    private static void writeNumber(double number, StringBuilder out) {
        if (isSpecial(number)) {
            out.append("{\"$float\":\"")
                    .append(base64(Double.doubleToLongBits(number)))
                    .append("\"}");
        } else if (isWhole(number)) {
            out.append((long) number);
        } else {
            out.append(number);
        }
    }

    private static ConvexValue read(JsonParser parser, int depth) {
        checkDepth(depth);
        return switch (parser.currentToken()) {
            case VALUE_NULL -> ConvexValue.NULL;
            case VALUE_TRUE -> ConvexValue.TRUE;
            case VALUE_FALSE -> ConvexValue.FALSE;
            case VALUE_STRING -> new Text(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Float64(number(parser));
            case START_ARRAY -> {
                var items = new ArrayList<ConvexValue>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(read(parser, depth + 1));
                }
                yield new Array(items);
            }
            case START_OBJECT -> readObject(parser, depth);
            default -> throw new ConvexValueException("Unexpected " + parser.currentToken());
        };
    }

    static void checkDepth(int depth) {
        if (depth > MAX_NESTING) {
            throw new ConvexValueException("Value is nested deeper than " + MAX_NESTING + " levels");
        }
    }

    private static double number(JsonParser parser) {
        double number = parser.getDoubleValue();
        if (Double.isInfinite(number)) {
            throw new ConvexValueException("The number " + parser.getString() + " does not fit a float64");
        }
        return number;
    }

    private static ConvexValue readObject(JsonParser parser, int depth) {
        var fields = new OwnFields();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            if (key.startsWith("$")) {
                ConvexValue special = special(key, parser);
                if (!fields.isEmpty() || parser.nextToken() != JsonToken.END_OBJECT) {
                    throw reserved(key);
                }
                return special;
            }
            checkKey(key);
            fields.put(key, read(parser, depth + 1));
        }
        return new Obj(fields);
    }

    private static ConvexValue special(String key, JsonParser parser) {
        if (key.equals(COMMIT_TIME) && parser.currentToken() == JsonToken.VALUE_NULL) {
            return ConvexValue.COMMIT_TIME;
        }
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw reserved(key);
        }
        return special(key, parser.getString());
    }

    static ConvexValueException reserved(String key) {
        return new ConvexValueException("Field name '" + key + "' starts with '$', which is reserved");
    }

    /** The value that a field whose name begins with {@code $} carries as text. */
    static ConvexValue special(String key, String text) {
        byte[] bytes = decode(key, text);
        return switch (key) {
            case "$bytes" -> new Bytes(bytes);
            case "$integer" -> new Int64(littleEndian(key, bytes));
            case "$float" -> {
                double number = Double.longBitsToDouble(littleEndian(key, bytes));
                if (!isSpecial(number)) {
                    throw new ConvexValueException("$float carries " + number + ", which is an ordinary JSON number");
                }
                yield new Float64(number);
            }
            default -> throw reserved(key);
        };
    }

    /** @throws ConvexValueException unless the key is printable ASCII of at most 1,024 characters without a leading $ */
    public static void checkKey(String key) {
        if (key.length() > MAX_KEY_LENGTH) {
            throw new ConvexValueException("Field name is longer than " + MAX_KEY_LENGTH + " characters");
        }
        if (key.startsWith("$")) {
            throw reserved(key);
        }
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c < 0x20 || c > 0x7E) {
                throw new ConvexValueException("Field name has a character that is not printable ASCII at " + i);
            }
        }
    }

    private static byte[] decode(String key, String text) {
        try {
            // The service also reads the URL-safe alphabet.
            return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException e) {
            throw new ConvexValueException(key + " does not hold base64");
        }
    }

    private static long littleEndian(String key, byte[] bytes) {
        if (bytes.length != Long.BYTES) {
            throw new ConvexValueException(key + " holds " + bytes.length + " bytes instead of 8");
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    static String base64(long bits) {
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(bits)
                        .array());
    }
}
