package dev.lockstep.convex.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A value that Convex can store or carry. "Undefined" is not one: an absent field is a key that is not in the map.
 *
 * <p>Values are immutable. Object keys are kept in UTF-16 code unit order, which is the order the wire uses.
 */
public sealed interface ConvexValue {

    ConvexValue NULL = new Null();
    ConvexValue TRUE = new Bool(true);
    ConvexValue FALSE = new Bool(false);
    ConvexValue COMMIT_TIME = new CommitTime();

    record Null() implements ConvexValue {}

    record Bool(boolean value) implements ConvexValue {}

    /** A JavaScript bigint in −2^63 … 2^63−1. */
    record Int64(long value) implements ConvexValue {}

    /** A JavaScript number. {@code equals} tells 0.0 from −0.0 and takes NaN as equal to itself, as Convex does. */
    record Float64(double value) implements ConvexValue {}

    record Text(String value) implements ConvexValue {}

    /**
     * Stands for the time at which the mutation that holds it will commit, an int64; neither stored nor sent to clients.
     */
    record CommitTime() implements ConvexValue {}

    /** The array is shared, not copied: nobody may write to it. */
    record Bytes(byte[] value) implements ConvexValue {

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return "Bytes[" + HexFormat.of().formatHex(value) + "]";
        }
    }

    record Array(List<ConvexValue> items) implements ConvexValue {

        public Array {
            items = List.copyOf(items);
        }
    }

    record Obj(SortedMap<String, ConvexValue> fields) implements ConvexValue {

        public Obj {
            fields = Collections.unmodifiableSortedMap(fields instanceof OwnFields ? fields : new TreeMap<>(fields));
        }

        public Optional<ConvexValue> field(String name) {
            return Optional.ofNullable(fields.get(name));
        }

        /** A copy with this field set. */
        public Obj with(String name, ConvexValue value) {
            var copy = new OwnFields(fields);
            copy.put(name, value);
            return new Obj(copy);
        }

        /** A copy without this field. */
        public Obj without(String name) {
            var copy = new OwnFields(fields);
            copy.remove(name);
            return new Obj(copy);
        }

        /** The text in this field; empty when it is absent or not a text. */
        public Optional<String> text(String name) {
            return fields.get(name) instanceof Text(String text) ? Optional.of(text) : Optional.empty();
        }

        /** The number in this field; empty when it is absent or not a float64. */
        public Optional<Double> number(String name) {
            return fields.get(name) instanceof Float64(double number) ? Optional.of(number) : Optional.empty();
        }

        /** The boolean in this field; empty when it is absent or not a boolean. */
        public Optional<Boolean> bool(String name) {
            return fields.get(name) instanceof Bool(boolean bool) ? Optional.of(bool) : Optional.empty();
        }
    }

    static Text text(String value) {
        return new Text(value);
    }

    static Float64 number(double value) {
        return new Float64(value);
    }

    static Int64 int64(long value) {
        return new Int64(value);
    }

    static ConvexValue bool(boolean value) {
        return value ? TRUE : FALSE;
    }

    static Array array(ConvexValue... items) {
        return new Array(List.of(items));
    }

    static Obj emptyObject() {
        return new Obj(new OwnFields());
    }

    /** An object of one field; add more with {@link Obj#with}. */
    static Obj object(String name, ConvexValue value) {
        return emptyObject().with(name, value);
    }

    /**
     * The value for an ordinary Java object: null, Boolean, Integer and Double (float64), Long (int64), String,
     * byte[], List and Map with text keys, to any depth.
     *
     * @throws IllegalArgumentException for any other class, naming it
     */
    static ConvexValue of(@Nullable Object object) {
        return switch (object) {
            case null -> NULL;
            case ConvexValue value -> value;
            case Boolean bool -> bool(bool);
            case Long number -> int64(number);
            case Integer number -> number(number);
            case Double number -> number(number);
            case String text -> text(text);
            case byte[] bytes -> new Bytes(bytes);
            case List<?> list -> {
                var items = new ArrayList<ConvexValue>(list.size());
                list.forEach(item -> items.add(of(item)));
                yield new Array(items);
            }
            case Map<?, ?> map -> {
                var fields = new OwnFields();
                map.forEach((key, item) -> fields.put((String) key, of(item)));
                yield new Obj(fields);
            }
            default ->
                throw new IllegalArgumentException(
                        "No Convex value for a " + object.getClass().getName());
        };
    }
}
