package dev.lockstep.convex.deployment.data;

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
import java.math.BigDecimal;

/**
 * Values as JavaScript writes them, to be read by people: {@code 42n} for an int64, {@code NaN}, {@code -0}, and bytes by
 * their number. Texts have their quotes, so that {@code "null"} is not taken for {@code null}. Pure.
 */
final class ValueText {

    private static final int LONGEST_LINE = 160;
    private static final String STEP = "  ";

    /** From here on, and below the next, JavaScript writes numbers with an exponent. */
    private static final double MOST_DIGITS = 1e21;

    private static final double FEWEST_DIGITS = 1e-6;

    private final StringBuilder out = new StringBuilder();

    private ValueText() {}

    /** On one line, cut when it is long. */
    static String line(ConvexValue value) {
        var text = new ValueText();
        text.compact(value);
        return text.out.length() <= LONGEST_LINE ? text.out.toString() : text.out.substring(0, LONGEST_LINE - 1) + "…";
    }

    /** Whole, each field on a line of its own. */
    static String indented(ConvexValue value) {
        var text = new ValueText();
        text.indented(value, "");
        return text.out.toString();
    }

    private void compact(ConvexValue value) {
        // What will be cut anyway is not written: a document may be large and a page has many.
        if (out.length() > LONGEST_LINE) {
            return;
        }
        switch (value) {
            case Array(var items) -> {
                out.append('[');
                String comma = "";
                for (ConvexValue item : items) {
                    out.append(comma);
                    compact(item);
                    comma = ", ";
                }
                out.append(']');
            }
            case Obj(var fields) -> {
                out.append('{');
                String comma = "";
                for (var field : fields.entrySet()) {
                    out.append(comma);
                    ConvexJson.writeText(field.getKey(), out);
                    out.append(": ");
                    compact(field.getValue());
                    comma = ", ";
                }
                out.append('}');
            }
            default -> single(value);
        }
    }

    private void indented(ConvexValue value, String indent) {
        switch (value) {
            case Array(var items)
            when !items.isEmpty() -> {
                out.append('[');
                String comma = "\n";
                for (ConvexValue item : items) {
                    out.append(comma).append(indent).append(STEP);
                    indented(item, indent + STEP);
                    comma = ",\n";
                }
                out.append('\n').append(indent).append(']');
            }
            case Obj(var fields)
            when !fields.isEmpty() -> {
                out.append('{');
                String comma = "\n";
                for (var field : fields.entrySet()) {
                    out.append(comma).append(indent).append(STEP);
                    ConvexJson.writeText(field.getKey(), out);
                    out.append(": ");
                    indented(field.getValue(), indent + STEP);
                    comma = ",\n";
                }
                out.append('\n').append(indent).append('}');
            }
            default -> compactEmptyOr(value);
        }
    }

    private void compactEmptyOr(ConvexValue value) {
        switch (value) {
            case Array array -> out.append("[]");
            case Obj object -> out.append("{}");
            default -> single(value);
        }
    }

    private void single(ConvexValue value) {
        switch (value) {
            case Null() -> out.append("null");
            case Bool(boolean bool) -> out.append(bool);
            case Int64(long number) -> out.append(number).append('n');
            case ConvexValue.CommitTime() -> out.append("commitTs");
            case Float64(double number) -> out.append(number(number));
            case Text(String text) -> ConvexJson.writeText(text, out);
            case Bytes(byte[] bytes) -> out.append(bytes.length).append(bytes.length == 1 ? " byte" : " bytes");
            case Array array -> throw new IllegalStateException("Bug: an array is not single");
            case Obj object -> throw new IllegalStateException("Bug: an object is not single");
        }
    }

    /** As JavaScript does, which writes 1 for 1.0, but that it says -0, which JavaScript hides. */
    private static String number(double number) {
        if (number == 0 && 1 / number < 0) {
            return "-0";
        }
        double size = Math.abs(number);
        if (number != 0 && (Double.isNaN(number) || size >= MOST_DIGITS || size < FEWEST_DIGITS)) {
            return Double.toString(number).replace("E", "e").replace(".0e", "e");
        }
        return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
    }
}
