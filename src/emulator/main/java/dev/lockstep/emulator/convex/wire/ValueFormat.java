package dev.lockstep.emulator.convex.wire;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Bool;
import dev.lockstep.convex.value.ConvexValue.Bytes;
import dev.lockstep.convex.value.ConvexValue.Float64;
import dev.lockstep.convex.value.ConvexValue.Int64;
import dev.lockstep.convex.value.ConvexValue.Null;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.convex.value.ConvexValue.Text;
import java.util.Base64;
import java.util.Iterator;
import java.util.Map;

/** How a value is written in an answer. Arguments are always read in the encoded form, whatever is asked for here. */
public enum ValueFormat {
    /** Lossless: {@code $integer}, {@code $float}, {@code $bytes}. */
    ENCODED,
    /** Readable and lossy: int64 as text, bytes as base64 text, NaN and the infinities as text. */
    CLEAN,
    /** As {@link #CLEAN}, but int64 as a JSON integer. */
    EXPORT;

    /** @throws Refusal 400 {@code BadFormat} for an unknown name */
    public static ValueFormat named(String name) {
        return switch (name) {
            case "convex_encoded_json", "convex_json" -> ENCODED;
            case "json", "convex_clean_json" -> CLEAN;
            case "export_json" -> EXPORT;
            default -> throw Refusal.badRequest("BadFormat", "Unknown value format `" + name + "`");
        };
    }

    public String write(ConvexValue value) {
        if (this == ENCODED) {
            return ConvexJson.encode(value);
        }
        var out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private void write(ConvexValue value, StringBuilder out) {
        switch (value) {
            case Null n -> out.append("null");
            case Bool(boolean bool) -> out.append(bool);
            case Text(String text) -> ConvexJson.writeText(text, out);
            case ConvexValue.CommitTime time -> ConvexJson.write(time, out);
            case Bytes(byte[] bytes) -> ConvexJson.writeText(Base64.getEncoder().encodeToString(bytes), out);
            case Int64(long number) -> {
                if (this == EXPORT) {
                    out.append(number);
                } else {
                    out.append('"').append(number).append('"');
                }
            }
            case Float64(double number) -> writeNumber(number, out);
            case Array array -> {
                out.append('[');
                Iterator<ConvexValue> items = array.items().iterator();
                while (items.hasNext()) {
                    write(items.next(), out);
                    out.append(items.hasNext() ? "," : "");
                }
                out.append(']');
            }
            case Obj object -> {
                out.append('{');
                Iterator<Map.Entry<String, ConvexValue>> fields =
                        object.fields().entrySet().iterator();
                while (fields.hasNext()) {
                    var field = fields.next();
                    ConvexJson.writeText(field.getKey(), out);
                    out.append(':');
                    write(field.getValue(), out);
                    out.append(fields.hasNext() ? "," : "");
                }
                out.append('}');
            }
        }
    }

    private static void writeNumber(double number, StringBuilder out) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            out.append('"').append(number).append('"');
        } else if (number == 0 && 1 / number < 0) {
            out.append("-0.0");
        } else {
            ConvexJson.write(new Float64(number), out);
        }
    }
}
