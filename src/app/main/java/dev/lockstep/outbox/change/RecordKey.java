package dev.lockstep.outbox.change;

/**
 * What a change is about.
 *
 * @param table the kind of record, {@code account} for example
 * @param id which of them; empty where a table has one record only
 */
public record RecordKey(String table, String id) {

    private static final char STROKE = '/';

    /** @param text {@code table/id}; the id may have strokes of its own */
    public static RecordKey of(String text) {
        int stroke = text.indexOf(STROKE);
        return stroke < 0
                ? new RecordKey(text, "")
                : new RecordKey(text.substring(0, stroke), text.substring(stroke + 1));
    }

    @Override
    public String toString() {
        return id.isEmpty() ? table : table + STROKE + id;
    }
}
