package dev.lockstep.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.ChildRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("wire")
class FileCompactionTest {

    private static final long MEGABYTE = 1024 * 1024;
    private static final int COMMITS = 4000;

    @TempDir
    Path folder;

    @Test
    void keepsAFileSmallHoweverOftenItIsWrittenTo() throws Exception {
        long without = written("without", connection -> {});
        var compaction = new FileCompaction(2 * MEGABYTE, 0);
        long with = written("with", compaction::run);
        assertThat(with).isLessThan(without / 2);
    }

    private interface AfterCommit {
        void run(Connection connection);
    }

    /** @return the size of the file, in bytes, while it is open still */
    private long written(String name, AfterCommit after) throws Exception {
        Path file = folder.resolve(name);
        try (Connection connection = open(file)) {
            for (int i = 0; i < COMMITS; i++) {
                write(connection, i);
                after.run(connection);
            }
            return Files.size(Path.of(file + ".mv.db"));
        }
    }

    @Test
    void losesNothingAcknowledgedWhenItIsKilled() throws Exception {
        Path file = folder.resolve("killed");
        Path output = folder.resolve("killed.log");
        try (ChildRun run = ChildRun.of(KilledCompaction.class, output, file.toString())) {
            run.awaitLine("acknowledged " + COMMITS);
            run.kill();
        }
        List<Integer> acknowledged = Files.readAllLines(output).stream()
                .filter(line -> line.matches("acknowledged \\d{4,}"))
                .map(line -> Integer.parseInt(line.substring("acknowledged ".length())))
                .toList();

        try (Connection connection = open(file);
                var newest = connection
                        .createStatement()
                        .executeQuery("SELECT MAX(n), COUNT(*), MIN(LENGTH(v)) FROM entry")) {
            newest.next();
            assertThat(newest.getInt(1)).isGreaterThanOrEqualTo(acknowledged.getLast());
            assertThat(newest.getInt(2)).as("no holes").isEqualTo(newest.getInt(1) + 1);
            assertThat(newest.getInt(3)).isEqualTo(KilledCompaction.TEXT.length());
        }
    }

    static Connection open(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection(
                "jdbc:h2:file:" + file + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;RETENTION_TIME=0", "sa", "");
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS entry(id UUID PRIMARY KEY, n INT, v VARCHAR)");
        }
        return connection;
    }

    /** One commit, somewhere in the table. */
    static void write(Connection connection, int number) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO entry(id, n, v) VALUES (?, ?, ?)")) {
            insert.setObject(
                    1, UUID.nameUUIDFromBytes(new byte[] {(byte) number, (byte) (number >> 8), (byte) (number >> 16)}));
            insert.setInt(2, number);
            insert.setString(3, KilledCompaction.TEXT);
            insert.executeUpdate();
        }
    }
}
