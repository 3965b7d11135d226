package dev.lockstep.emulator.convex.journal;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue.Obj;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The journal's tables besides its segments': which segment counts, and the numbers of the app's tables. Brings what 0.2.0
 * kept, a row for each document, into a segment. Holds nothing; commits by itself.
 */
final class JournalTables {

    /** What 0.2.0 reads, so that it fails instead of finding nothing, and writing beside what is there. */
    private static final String GUARD = "document(is_in_the_journal_of_a_newer_version INT)";

    private static final int PAGE_ROWS = 100;

    /**
     * Which segment holds a whole snapshot.
     *
     * @param after entries up to this number in the log of the other segment are in that snapshot
     */
    record Current(Segment segment, long after) {}

    private JournalTables() {}

    /** Makes what is not there. */
    static Current open(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS journal_current(one INT PRIMARY KEY, segment INT, after BIGINT)");
        }
        Segment.first().create(connection);
        Segment.first().other().create(connection);
        Current current = read(connection);
        if (current == null) {
            current = new Current(Segment.first(), 0);
            if (keepsRows(connection)) {
                bring(connection, current.segment());
            }
            write(connection, current);
            connection.commit();
        }
        try (var statement = connection.createStatement()) {
            if (keepsRows(connection)) {
                statement.execute("DROP TABLE document");
            }
            statement.execute("DROP TABLE IF EXISTS latest");
            statement.execute("CREATE TABLE IF NOT EXISTS " + GUARD);
        }
        return current;
    }

    static Current current(Connection connection) throws SQLException {
        return Objects.requireNonNull(read(connection), "Bug: the journal has no current segment");
    }

    private static @Nullable Current read(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT segment, after FROM journal_current")) {
            return rows.next() ? new Current(new Segment(rows.getInt(1)), rows.getLong(2)) : null;
        }
    }

    /** Does not commit. */
    static void write(Connection connection, Current current) throws SQLException {
        try (PreparedStatement merge = connection.prepareStatement(
                "MERGE INTO journal_current(one, segment, after) KEY(one) VALUES (1, ?, ?)")) {
            merge.setInt(1, current.segment().number());
            merge.setLong(2, current.after());
            merge.executeUpdate();
        }
    }

    /** Whether there is a table of 0.2.0 with a row for each document. */
    private static boolean keepsRows(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1 FROM information_schema.columns"
                        + " WHERE table_schema = 'PUBLIC' AND table_name = 'DOCUMENT' AND column_name = 'BODY'")) {
            return rows.next();
        }
    }

    private static double creationTime(String json) {
        return ConvexJson.parse(json) instanceof Obj document
                ? document.number("_creationTime").orElseThrow()
                : 0;
    }

    /** Whoever is killed in here begins anew. */
    private static void bring(Connection connection, Segment segment) throws SQLException {
        segment.clear(connection);
        long ts = 0;
        try (var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT ts FROM latest")) {
            if (rows.next()) {
                ts = rows.getLong(1);
            }
        }
        long seq = 0;
        String last = "";
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT id, body FROM document WHERE id > ? ORDER BY id FETCH FIRST " + PAGE_ROWS + " ROWS ONLY")) {
            boolean isEnd = false;
            while (!isEnd) {
                var entry = new JournalEntry(ts);
                isEnd = true;
                select.setString(1, last);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        isEnd = false;
                        last = rows.getString(1);
                        entry.put(last, creationTime(rows.getString(2)), rows.getString(2));
                    }
                }
                // The last one has no document: it is there for the time.
                byte[] bytes = entry.toBytes();
                segment.appendToSnapshot(connection, seq, bytes);
                seq += Segment.rows(bytes);
                connection.commit();
            }
        }
    }
}
