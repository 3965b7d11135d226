package dev.lockstep.emulator.convex.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The H2 file of one deployment. Opened so that a commit is on its way to the disk before it is acknowledged
 * ({@code WRITE_DELAY=0}; a check at opening asserts it): a killed process loses nothing it acknowledged.
 *
 * <p>Holds the settings (named texts in kinds: modules, environment variables, schema) besides the journal's tables.
 * Thread-safe; each call is one transaction.
 */
public final class DeploymentFile implements AutoCloseable {

    private final String url;
    private final FileChannel lock;
    private final FileConnection connection;

    private DeploymentFile(String url, FileChannel lock, FileConnection connection) {
        this.url = url;
        this.lock = lock;
        this.connection = connection;
    }

    /** @throws IllegalStateException when the file cannot be opened, for example because another process has it */
    public static DeploymentFile open(Path file) {
        String url = "jdbc:h2:file:" + file.toAbsolutePath() + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
        FileChannel lock = lock(file);
        try {
            var connection = new FileConnection(url, true);
            var opened = new DeploymentFile(url, lock, connection);
            opened.assertDurable();
            opened.createTables();
            return opened;
        } catch (SQLException e) {
            release(lock);
            throw new IllegalStateException(
                    "The emulator's data file " + file + ".mv.db cannot be opened: " + e.getMessage(), e);
        }
    }

    /** H2's own lock keeps other processes out, but not a second emulator in this one. */
    private static FileChannel lock(Path file) {
        Path path = Path.of(file + ".lock");
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() != null) {
                    return channel;
                }
            } catch (OverlappingFileLockException e) {
                channel.close();
                throw new IllegalStateException("The emulator's data file " + file + ".mv.db is in use", e);
            }
            channel.close();
            throw new IllegalStateException("The emulator's data file " + file + ".mv.db is in use by another process");
        } catch (IOException e) {
            throw new IllegalStateException("The emulator's data file " + path + " cannot be opened", e);
        }
    }

    private static void release(FileChannel lock) {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection of the caller's own, for the journal. */
    public FileConnection connect() throws SQLException {
        return new FileConnection(url, false);
    }

    /** All settings of a kind by name. */
    public synchronized Map<String, String> settings(String kind) {
        try (PreparedStatement select =
                connection.get().prepareStatement("SELECT name, body FROM setting WHERE kind = ? ORDER BY name")) {
            select.setString(1, kind);
            var found = new TreeMap<String, String>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.put(rows.getString(1), rows.getString(2));
                }
            }
            return found;
        } catch (SQLException e) {
            throw connection.broken(e);
        }
    }

    public Optional<String> setting(String kind, String name) {
        return Optional.ofNullable(settings(kind).get(name));
    }

    /** Makes the settings of these kinds exactly these, all at once. */
    public synchronized void replace(Map<String, Map<String, String>> kinds) {
        try {
            Connection now = connection.get();
            now.setAutoCommit(false);
            try (PreparedStatement clear = now.prepareStatement("DELETE FROM setting WHERE kind = ?");
                    PreparedStatement insert =
                            now.prepareStatement("INSERT INTO setting(kind, name, body) VALUES (?, ?, ?)")) {
                for (var kind : kinds.entrySet()) {
                    clear.setString(1, kind.getKey());
                    clear.executeUpdate();
                    for (var setting : kind.getValue().entrySet()) {
                        insert.setString(1, kind.getKey());
                        insert.setString(2, setting.getKey());
                        insert.setString(3, setting.getValue());
                        insert.addBatch();
                    }
                }
                insert.executeBatch();
                now.commit();
            } catch (SQLException e) {
                connection.broken(e);
                now.rollback();
                throw e;
            } finally {
                now.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw connection.broken(e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw broken(e);
        } finally {
            release(lock);
        }
    }

    /** What a failing statement becomes: the data can no longer be trusted to be written. */
    public static IllegalStateException broken(SQLException e) {
        // H2 adds the whole statement in lines of its own, which would fill the log.
        String why = String.valueOf(e.getMessage()).replaceFirst("(?s);? SQL statement:.*", "");
        return new IllegalStateException("The emulator's data file failed: " + why, e);
    }

    private void assertDurable() throws SQLException {
        try (var statement = connection.get().createStatement();
                var rows = statement.executeQuery(
                        "SELECT setting_value FROM information_schema.settings WHERE setting_name = 'WRITE_DELAY'")) {
            if (!rows.next() || !"0".equals(rows.getString(1))) {
                throw new IllegalStateException("Bug: the data file does not write at once: a killed process would "
                        + "lose what it acknowledged");
            }
        }
    }

    private void createTables() throws SQLException {
        try (var statement = connection.get().createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS setting("
                    + "kind VARCHAR(64), name VARCHAR(1024), body VARCHAR, PRIMARY KEY(kind, name))");
            statement.execute("CREATE TABLE IF NOT EXISTS table_number(name VARCHAR(64) PRIMARY KEY, number BIGINT)");
            // Tables of components carry the component's path in their name.
            statement.execute("ALTER TABLE table_number ALTER COLUMN name VARCHAR(1024)");
        }
    }
}
