package dev.lockstep.emulator.convex.store;

import dev.lockstep.emulator.convex.file.DeploymentFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.h2.api.Trigger;

/**
 * Makes H2 refuse statements on the disk's side, as a full disk does: every row whose text holds {@link #POISON}, and the
 * n-th row from now on, whatever it is.
 */
public final class FailingWrites implements Trigger {

    public static final String POISON = "poison";

    /** Where the journal writes documents. */
    private static final List<String> TABLES =
            List.of("journal_log_1", "journal_log_2", "journal_snapshot_1", "journal_snapshot_2", "journal_current");

    private static volatile String refusedTable = "";

    private static final AtomicInteger PASSING = new AtomicInteger(Integer.MAX_VALUE);

    private String table = "";

    /** Watches a deployment's file from now on; the triggers stay in it. */
    static void watch(DeploymentFile file) throws SQLException {
        try (var connection = file.connect()) {
            watch(connection.get());
            connection.get().commit();
        }
    }

    /** The same for the file of a deployment that runs in this process. */
    public static void watch(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                "jdbc:h2:file:" + file.toAbsolutePath() + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE", "sa", "")) {
            watch(connection);
        }
    }

    private static void watch(Connection connection) throws SQLException {
        allow();
        try (var statement = connection.createStatement()) {
            for (String table : TABLES) {
                for (String event : new String[] {"INSERT", "UPDATE", "DELETE"}) {
                    statement.execute("CREATE TRIGGER IF NOT EXISTS failing_" + table + "_" + event + " BEFORE " + event
                            + " ON " + table + " FOR EACH ROW CALL '" + FailingWrites.class.getName() + "'");
                }
            }
        }
    }

    /** Up to which entry of the log a snapshot has come to count last; 0 when the log was never compacted. */
    static long compactedTo(DeploymentFile file) throws SQLException {
        try (var connection = file.connect();
                var statement = connection.get().createStatement();
                var rows = statement.executeQuery("SELECT after FROM journal_current")) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    /** Lets as many rows pass and refuses the one after them, once. */
    static void failOnceAfter(int rows) {
        PASSING.set(rows);
    }

    /** Refuses every row until {@link #allow}. */
    static void failAlways() {
        PASSING.set(-1);
    }

    /** Refuses every row of one table until {@link #allow}. */
    static void failAt(String name) {
        refusedTable = name;
    }

    public static void allow() {
        PASSING.set(Integer.MAX_VALUE);
        refusedTable = "";
    }

    @Override
    public void init(Connection connection, String schema, String trigger, String tableName, boolean before, int type) {
        table = tableName;
    }

    @Override
    public void fire(Connection connection, Object[] before, Object[] after) throws SQLException {
        int left = PASSING.getAndUpdate(rows -> rows < 0 ? rows : rows == 0 ? Integer.MAX_VALUE : rows - 1);
        boolean isPoison = after != null
                && Stream.of(after)
                        .anyMatch(column -> column instanceof byte[] body
                                && new String(body, StandardCharsets.ISO_8859_1).contains(POISON));
        if (left <= 0 || isPoison || table.equalsIgnoreCase(refusedTable)) {
            throw new SQLException("There is not enough space on the disk");
        }
    }
}
