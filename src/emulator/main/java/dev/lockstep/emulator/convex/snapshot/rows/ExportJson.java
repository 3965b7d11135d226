package dev.lockstep.emulator.convex.snapshot.rows;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Float64;
import dev.lockstep.convex.value.ConvexValue.Int64;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.math.BigDecimal;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Values as they stand in archives: lossless and readable. A JSON number without a point or exponent is an int64, one
 * with is a float64; bytes are {@code {"$bytes": …}}, and NaN and the infinities {@code {"$float": …}}. Stateless.
 */
public final class ExportJson {

    /** From here on a float64 is written with an exponent. */
    private static final double LARGE = 1e16;

    private static final double SMALL = 1e-5;

    private ExportJson() {}

    public static String encode(ConvexValue value) {
        var out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    /** @throws dev.lockstep.convex.value.ConvexValueException when the text is not JSON or not a Convex value */
    static ConvexValue parse(String json) {
        // Says what is wrong, and of most documents is all there is to say: few hold a whole number.
        ConvexValue untyped = ConvexJson.parse(json);
        JsonNode tree = WireJson.parse(json);
        return isTyped(tree) ? WireJson.value(typed(tree)) : untyped;
    }

    private static boolean isTyped(JsonNode node) {
        if (node.isIntegralNumber()) {
            return true;
        }
        for (JsonNode inner : node) {
            if (isTyped(inner)) {
                return true;
            }
        }
        return false;
    }

    /** The same in the encoded form, which has a wrapping for int64. */
    private static JsonNode typed(JsonNode node) {
        if (node.isIntegralNumber()) {
            if (!node.canConvertToLong()) {
                throw new ImportProblem("The whole number " + node + " does not fit an int64");
            }
            return WireJson.node(ConvexValue.int64(node.longValue()));
        }
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, typed(array.get(i)));
            }
        } else if (node instanceof ObjectNode object) {
            for (String name : List.copyOf(object.propertyNames())) {
                object.set(name, typed(object.path(name)));
            }
        }
        return node;
    }

    private static void write(ConvexValue value, StringBuilder out) {
        switch (value) {
            case Int64(long number) -> out.append(number);
            case Float64(double number) -> writeNumber(number, out);
            case Array(var items) -> {
                String comma = "";
                out.append('[');
                for (ConvexValue item : items) {
                    out.append(comma);
                    write(item, out);
                    comma = ",";
                }
                out.append(']');
            }
            case Obj(var fields) -> {
                String comma = "";
                out.append('{');
                for (var field : fields.entrySet()) {
                    out.append(comma);
                    ConvexJson.writeText(field.getKey(), out);
                    out.append(':');
                    write(field.getValue(), out);
                    comma = ",";
                }
                out.append('}');
            }
            case ConvexValue.Null n -> ConvexJson.write(n, out);
            case ConvexValue.CommitTime time -> ConvexJson.write(time, out);
            case ConvexValue.Bool bool -> ConvexJson.write(bool, out);
            case ConvexValue.Text text -> ConvexJson.write(text, out);
            case ConvexValue.Bytes bytes -> ConvexJson.write(bytes, out);
        }
    }

    private static void writeNumber(double number, StringBuilder out) {
        double size = Math.abs(number);
        if (!Double.isFinite(number)) {
            ConvexJson.write(ConvexValue.number(number), out);
        } else if (size == 0 || size < SMALL || size >= LARGE) {
            out.append(number);
        } else {
            String plain = new BigDecimal(Double.toString(number)).toPlainString();
            out.append(plain).append(plain.indexOf('.') < 0 ? ".0" : "");
        }
    }
}
