package dev.lockstep.sync.table;

import dev.lockstep.convex.value.ConvexValue;
import java.util.List;
import java.util.Optional;

/**
 * One field of a synced table; the same rules as in the functions' {@code model/sync/tables.ts}.
 *
 * @param required whether a record cannot be without it; a required text is not blank
 * @param longest of a text, in characters (UTF-16 code units)
 * @param choices of a {@link Kind#CHOICE}, in the order to show them
 */
public record TableField(String name, Kind kind, boolean required, int longest, List<String> choices) {

    /** What a field holds. */
    public enum Kind {
        LINE,
        TEXT,
        FLAG,
        CHOICE,
        /** Milliseconds since 1970. */
        MOMENT
    }

    /** What is wrong with a value; the words are in the translations under {@code sync.field.…}. */
    public enum Fault {
        MISSING,
        TOO_LONG,
        OF_ANOTHER_KIND
    }

    public TableField {
        choices = List.copyOf(choices);
    }

    public static TableField line(String name, int longest) {
        return new TableField(name, Kind.LINE, true, longest, List.of());
    }

    public static TableField text(String name, int longest) {
        return new TableField(name, Kind.TEXT, true, longest, List.of());
    }

    public static TableField flag(String name) {
        return new TableField(name, Kind.FLAG, true, 0, List.of());
    }

    public static TableField choice(String name, String... choices) {
        return new TableField(name, Kind.CHOICE, true, 0, List.of(choices));
    }

    public static TableField moment(String name) {
        return new TableField(name, Kind.MOMENT, true, 0, List.of());
    }

    /** The same, which a record may be without. */
    public TableField optional() {
        return new TableField(name, kind, false, longest, choices);
    }

    /** Empty when this field may hold it. Null removes a field that a record may be without. */
    public Optional<Fault> faultOf(ConvexValue value) {
        if (value.equals(ConvexValue.NULL)) {
            return required ? Optional.of(Fault.MISSING) : Optional.empty();
        }
        return switch (kind) {
            case LINE, TEXT ->
                value instanceof ConvexValue.Text(String said) ? faultOf(said) : Optional.of(Fault.OF_ANOTHER_KIND);
            case FLAG -> value instanceof ConvexValue.Bool ? Optional.empty() : Optional.of(Fault.OF_ANOTHER_KIND);
            case CHOICE ->
                value instanceof ConvexValue.Text(String word) && choices.contains(word)
                        ? Optional.empty()
                        : Optional.of(Fault.OF_ANOTHER_KIND);
            case MOMENT ->
                value instanceof ConvexValue.Float64(double millis) && Double.isFinite(millis)
                        ? Optional.empty()
                        : Optional.of(Fault.OF_ANOTHER_KIND);
        };
    }

    private Optional<Fault> faultOf(String said) {
        if (required && said.isBlank()) {
            return Optional.of(Fault.MISSING);
        }
        return said.length() > longest ? Optional.of(Fault.TOO_LONG) : Optional.empty();
    }
}
