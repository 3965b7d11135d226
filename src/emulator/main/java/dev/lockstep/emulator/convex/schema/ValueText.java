package dev.lockstep.emulator.convex.schema;

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
import java.util.stream.Collectors;

/** A value as people read it in an error message. */
final class ValueText {

    private ValueText() {}

    static String of(ConvexValue value) {
        return switch (value) {
            case Null n -> "null";
            case Bool(boolean bool) -> String.valueOf(bool);
            case Int64(long number) -> number + "n";
            case ConvexValue.CommitTime time -> "[unresolved commit timestamp]";
            case Float64(double number) -> String.valueOf(number);
            case Text(String text) -> {
                var out = new StringBuilder();
                ConvexJson.writeText(text, out);
                yield out.toString();
            }
            case Bytes(byte[] bytes) -> "<" + bytes.length + " bytes>";
            case Array(var items) -> items.stream().map(ValueText::of).collect(Collectors.joining(", ", "[", "]"));
            case Obj(var fields) ->
                fields.entrySet().stream()
                        .map(field -> field.getKey() + ": " + of(field.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
        };
    }
}
