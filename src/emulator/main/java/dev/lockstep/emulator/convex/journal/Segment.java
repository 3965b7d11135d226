package dev.lockstep.emulator.convex.journal;

import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * One of the two places where the journal is kept: a table for a snapshot and one for the log of what came after it. An entry
 * is one row, or several when it is larger than a row may be. Commits nothing, but for {@link #clear}.
 *
 * <p>Holds names and no state: what is in it is in the database.
 *
 * @param number 1 or 2
 */
record Segment(int number) {

    /** H2 takes 1,048,576 bytes; smaller ones are read in pages of a bounded size. */
    static final int ROW_BYTES = 256 * 1024;

    private static final int PAGE_ROWS = 64;

    static Segment first() {
        return new Segment(1);
    }

    Segment other() {
        return new Segment(3 - number);
    }

    /** Makes its tables where they are not there. */
    void create(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (String table : new String[] {snapshot(), log()}) {
                // In `follow` is how many rows of the same entry follow.
                statement.execute("CREATE TABLE IF NOT EXISTS " + table
                        + "(seq BIGINT PRIMARY KEY, follow INT NOT NULL, body VARBINARY(" + ROW_BYTES + ") NOT NULL)");
            }
        }
    }

    /** How many rows an entry has. */
    static int rows(byte[] entry) {
        return (entry.length + ROW_BYTES - 1) / ROW_BYTES;
    }

    /** @param seq of the entry's first row, above that of every row of the log */
    void appendToLog(Connection connection, long seq, byte[] entry) throws SQLException {
        append(connection, log(), seq, entry);
    }

    /** The same for an entry of the snapshot, whose rows are numbered by themselves. */
    void appendToSnapshot(Connection connection, long seq, byte[] entry) throws SQLException {
        append(connection, snapshot(), seq, entry);
    }

    private static void append(Connection connection, String table, long seq, byte[] entry) throws SQLException {
        int rows = rows(entry);
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + table + "(seq, follow, body) VALUES (?, ?, ?)")) {
            for (int row = 0; row < rows; row++) {
                int from = row * ROW_BYTES;
                insert.setLong(1, seq + row);
                insert.setInt(2, rows - 1 - row);
                insert.setBytes(
                        3,
                        rows == 1 ? entry : Arrays.copyOfRange(entry, from, Math.min(from + ROW_BYTES, entry.length)));
                insert.executeUpdate();
            }
        }
    }

    /** Hands over the snapshot's entries in order. */
    void readSnapshot(Connection connection, Consumer<byte[]> entries) throws SQLException {
        read(connection, snapshot(), Long.MIN_VALUE, entries);
    }

    /**
     * Hands over the log's entries in order.
     *
     * @param after the entries up to this number are left out
     * @return the number of the last row; {@code after} when there is none
     */
    long readLog(Connection connection, long after, Consumer<byte[]> entries) throws SQLException {
        return read(connection, log(), after, entries);
    }

    private static long read(Connection connection, String table, long after, Consumer<byte[]> entries)
            throws SQLException {
        long last = after;
        var parts = new ByteArrayOutputStream();
        // H2 makes the whole result before it hands over the first row.
        try (PreparedStatement select = connection.prepareStatement("SELECT seq, follow, body FROM " + table
                + " WHERE seq > ? ORDER BY seq FETCH FIRST " + PAGE_ROWS + " ROWS ONLY")) {
            boolean isEnd = false;
            while (!isEnd) {
                select.setLong(1, last);
                isEnd = true;
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        isEnd = false;
                        last = rows.getLong(1);
                        parts.writeBytes(rows.getBytes(3));
                        if (rows.getInt(2) == 0) {
                            entries.accept(parts.toByteArray());
                            parts.reset();
                        }
                    }
                }
            }
        }
        return last;
    }

    /** Throws away all that is in it; commits. */
    void clear(Connection connection) throws SQLException {
        clearSnapshot(connection);
        truncate(connection, log());
    }

    /** Throws away the snapshot; commits. */
    void clearSnapshot(Connection connection) throws SQLException {
        truncate(connection, snapshot());
    }

    private static void truncate(Connection connection, String table) throws SQLException {
        try (var statement = connection.createStatement()) {
            boolean isEmpty;
            try (ResultSet rows = statement.executeQuery("SELECT 1 FROM " + table + " FETCH FIRST ROW ONLY")) {
                isEmpty = !rows.next();
            }
            if (!isEmpty) {
                statement.execute("TRUNCATE TABLE " + table);
            }
        }
    }

    private String snapshot() {
        return "journal_snapshot_" + number;
    }

    private String log() {
        return "journal_log_" + number;
    }
}
