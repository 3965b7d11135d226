package dev.lockstep.emulator.convex.store;

import dev.lockstep.core.FileCompaction;
import dev.lockstep.emulator.convex.file.DeploymentFile;
import dev.lockstep.emulator.convex.file.FileConnection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The documents on disk: a snapshot, and a log of what came after it, an entry for each append. An append is one H2
 * transaction and is durable when it returns. A log that has become much larger than what it comes to is compacted, piece by
 * piece, between appends. Used by the committer's thread alone: an interrupt meant for a function must never reach H2, which
 * would close its file.
 */
final class Journal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private static final long SLACK = 16L * 1024 * 1024;

    private final FileConnection connection;
    private final FileCompaction fileCompaction = new FileCompaction();
    private final Segments segments = new Segments();
    private final long slack;
    private final int sliceBytes;
    private @Nullable SnapshotSlices slices;

    /** Bytes of the snapshot to write before the next append may, so that the log cannot run away. */
    private long owed;

    /** After a failure: how long the log is to be before the next try. */
    private long notBefore;

    Journal(DeploymentFile file) {
        this(file, SLACK, Segment.ROW_BYTES);
    }

    /**
     * @param slack how many bytes larger than what it comes to a log may become
     * @param sliceBytes how much of a snapshot is written at once
     */
    Journal(DeploymentFile file, long slack, int sliceBytes) {
        this.slack = slack;
        this.sliceBytes = sliceBytes;
        try {
            connection = file.connect();
        } catch (SQLException e) {
            throw DeploymentFile.broken(e);
        }
    }

    /** Everything as of the last append; once, before anything else. */
    Snapshot load() {
        try {
            var fold = new Fold();
            segments.load(connection.get(), fold);
            Snapshot loaded = fold.snapshot(tableNames());
            connection.get().rollback();
            return loaded;
        } catch (SQLException e) {
            throw DeploymentFile.broken(e);
        }
    }

    private Map<Long, String> tableNames() throws SQLException {
        Map<Long, String> names = new HashMap<>();
        try (var statement = connection.get().createStatement();
                ResultSet rows = statement.executeQuery("SELECT name, number FROM table_number")) {
            while (rows.next()) {
                names.put(rows.getLong(2), rows.getString(1));
            }
        }
        return names;
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
        var entry = new JournalEntry(ts);
        changes.forEach(entry::add);
        byte[] bytes = entry.toBytes();
        long row = segments.reserve(bytes);
        transact(() -> {
            if (catalogue != Catalogue.UNCHANGED) {
                write(catalogue);
            }
            segments.append(connection.get(), row, bytes);
        });
        owed += 2L * bytes.length;
    }

    /** Whether {@link #compact} has something to do at once. */
    boolean isCompacting() {
        return slices != null;
    }

    /**
     * Does a piece of a compaction, when there is one to do: at least an entry of the snapshot, and twice as much as the last
     * append wrote. Never fails: all that it writes is on the disk already, and who appends next hears of the disk.
     *
     * @param latest holds every append
     */
    void compact(Snapshot latest) {
        try {
            if (slices == null && isDue(latest)) {
                begin(latest);
            }
            do {
                if (slices != null) {
                    step(slices);
                }
            } while (slices != null && owed > 0);
        } catch (SQLException e) {
            giveUp(connection.broken(e));
        } catch (RuntimeException | OutOfMemoryError e) {
            giveUp(e);
        }
    }

    private boolean isDue(Snapshot latest) {
        long log = segments.logBytes();
        return log >= notBefore
                && (segments.isSwitched() || log > Math.max(segments.snapshotBytes(), latest.bytes()) + slack);
    }

    private void begin(Snapshot latest) throws SQLException {
        owed = 0;
        notBefore = 0;
        if (segments.isEnded(connection.get())) {
            segments.ended(connection.get());
        } else {
            segments.beginSnapshot(connection.get());
            slices = new SnapshotSlices(latest, sliceBytes);
        }
    }

    private void step(SnapshotSlices left) throws SQLException {
        Optional<byte[]> slice = left.next();
        if (slice.isPresent()) {
            transact(() -> segments.appendToSnapshot(connection.get(), slice.get()));
            owed -= slice.get().length;
        } else {
            transact(() -> segments.endSnapshot(connection.get()));
            slices = null;
            segments.ended(connection.get());
        }
    }

    private void giveUp(Throwable why) {
        LOG.warn("The documents' log could not be made smaller; it is tried again: {}", why.getMessage());
        slices = null;
        notBefore = segments.logBytes() + slack;
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
                fileCompaction.run(connection.get());
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
