package dev.lockstep.emulator.convex.key;

/**
 * An index of a table. Every table has {@link #BY_ID} and {@link #BY_CREATION_TIME}; the others are the app's.
 *
 * @param index the descriptor, for example {@code by_author}
 */
public record IndexName(String table, String index) {

    public static final String BY_ID = "by_id";
    public static final String BY_CREATION_TIME = "by_creation_time";

    /** Stands for the list of tables: what reads it depends on which tables there are. */
    public static final IndexName TABLES = new IndexName("*", "*");

    /** {@code messages.by_author} */
    @Override
    public String toString() {
        return table + "." + index;
    }
}
