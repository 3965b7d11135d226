package dev.lockstep.emulator.convex.store;

import dev.lockstep.core.FileCompaction;
import dev.lockstep.emulator.convex.file.DeploymentFile;
import dev.lockstep.emulator.convex.file.FileConnection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The documents on disk. Every append is one H2 transaction and is durable when it returns. Used by the committer's
 * thread alone: an interrupt meant for a function must never reach H2, which would close its file.
 */
final class Journal implements AutoCloseable {

    private final FileConnection connection;
    private final FileCompaction compaction = new FileCompaction();

    Journal(DeploymentFile file) {
        try {
            connection = file.connect();
        } catch (SQLException e) {
            throw DeploymentFile.broken(e);
        }
    }

    /** Everything as of the last append. */
    Snapshot load() {
        try (var statement = connection.get().createStatement()) {
            long ts = 0;
            try (ResultSet rows = statement.executeQuery("SELECT ts FROM latest")) {
                if (rows.next()) {
                    ts = rows.getLong(1);
                }
            }
            Snapshot snapshot = Snapshot.empty(ts);
            Map<Long, String> names = new HashMap<>();
            try (ResultSet rows = statement.executeQuery("SELECT name, number FROM table_number")) {
                while (rows.next()) {
                    names.put(rows.getLong(2), rows.getString(1));
                    snapshot = snapshot.withTable(rows.getString(1), rows.getLong(2));
                }
            }
            Map<String, List<Document>> documents = new HashMap<>();
            try (ResultSet rows = statement.executeQuery("SELECT body FROM document")) {
                while (rows.next()) {
                    Document document = Document.parse(rows.getString(1));
                    documents
                            .computeIfAbsent(names.get(document.id().table()), name -> new ArrayList<>())
                            .add(document);
                }
            }
            return snapshot.filled(documents);
        } catch (SQLException e) {
            throw DeploymentFile.broken(e);
        }
    }

    void appendTable(String name, long number) {
        transact(() -> {
            try (PreparedStatement insert =
                    connection.get().prepareStatement("INSERT INTO table_number(name, number) VALUES (?, ?)")) {
                insert.setString(1, name);
                insert.setLong(2, number);
                insert.executeUpdate();
            }
        });
    }

    void append(long ts, Collection<Change> changes) {
        append(ts, changes, Catalogue.UNCHANGED);
    }

    /** @param ts the timestamp of the last of the commits that these changes belong to */
    void append(long ts, Collection<Change> changes, Catalogue catalogue) {
        transact(() -> {
            write(catalogue);
            try (PreparedStatement insert =
                            connection.get().prepareStatement("INSERT INTO document(id, body) VALUES (?, ?)");
                    PreparedStatement update =
                            connection.get().prepareStatement("UPDATE document SET body = ? WHERE id = ?");
                    PreparedStatement delete = connection.get().prepareStatement("DELETE FROM document WHERE id = ?");
                    PreparedStatement clock =
                            connection.get().prepareStatement("MERGE INTO latest(one, ts) KEY(one) VALUES (1, ?)")) {
                for (Change change : changes) {
                    Document after = change.after();
                    if (after == null) {
                        delete.setString(1, change.id().text());
                        delete.executeUpdate();
                    } else if (change.before() == null) {
                        insert.setString(1, after.id().text());
                        insert.setString(2, after.json());
                        insert.executeUpdate();
                    } else {
                        update.setString(1, after.json());
                        update.setString(2, after.id().text());
                        update.executeUpdate();
                    }
                }
                clock.setLong(1, ts);
                clock.executeUpdate();
            }
        });
    }

    /** Tables with their numbers, and tables that are no more; part of one append with the documents. */
    record Catalogue(Map<String, Long> numbers, Set<String> dropped) {

        static final Catalogue UNCHANGED = new Catalogue(Map.of(), Set.of());
    }

    private void write(Catalogue catalogue) throws SQLException {
        try (PreparedStatement merge = connection
                        .get()
                        .prepareStatement("MERGE INTO table_number(name, number) KEY(name) VALUES (?, ?)");
                PreparedStatement delete =
                        connection.get().prepareStatement("DELETE FROM table_number WHERE name = ?")) {
            for (var table : catalogue.numbers.entrySet()) {
                merge.setString(1, table.getKey());
                merge.setLong(2, table.getValue());
                merge.executeUpdate();
            }
            for (String table : catalogue.dropped) {
                delete.setString(1, table);
                delete.executeUpdate();
            }
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw DeploymentFile.broken(e);
        }
    }

    private interface Statements {
        void run() throws SQLException;
    }

    private void transact(Statements statements) {
        try {
            boolean done = false;
            try {
                statements.run();
                connection.get().commit();
                done = true;
                compaction.run(connection.get());
            } finally {
                // Whatever went wrong, also in our own code: what was begun must not go out with the next append.
                if (!done) {
                    connection.get().rollback();
                }
            }
        } catch (SQLException e) {
            throw connection.broken(e);
        }
    }
}
