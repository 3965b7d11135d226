package dev.lockstep.emulator.convex.key;

import java.util.Optional;
import java.util.regex.Pattern;

/** How an app may name its tables. */
public final class TableName {

    private static final Pattern VALID = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");

    private TableName() {}

    /** Empty when an app may have a table of this name; else a sentence. */
    public static Optional<String> problem(String name) {
        return VALID.matcher(name).matches()
                ? Optional.empty()
                : Optional.of("Invalid table name \"" + name
                        + "\": a letter first, then letters, digits and underscores, at most 64 characters");
    }
}
