package dev.lockstep.sync.table;

/**
 * Which records of a table.
 *
 * @param text what they say somewhere, upper and lower case alike; empty for all
 * @param deleted the deleted ones instead of the others
 */
public record RecordFilter(String text, boolean deleted) {

    public static final RecordFilter ALL = new RecordFilter("", false);
}
