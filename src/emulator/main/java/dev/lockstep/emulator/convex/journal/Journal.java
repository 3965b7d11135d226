package dev.lockstep.emulator.convex.journal;

import dev.lockstep.core.FileCompaction;
import dev.lockstep.emulator.convex.file.DeploymentFile;
import dev.lockstep.emulator.convex.file.FileConnection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The documents on disk: a snapshot, and a log of what came after it, an entry for each append. An append is one H2
 * transaction and is durable when it returns. A log that has become much larger than what it comes to is compacted, piece by
 * piece, between appends. Used by the committer's thread alone: an interrupt meant for a function must never reach H2, which
 * would close its file.
 */
public final class Journal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private static final long SLACK = 16L * 1024 * 1024;

    private final FileConnection connection;
    private final FileCompaction fileCompaction = new FileCompaction();
    private final Segments segments = new Segments();
    private final long slack;
    private final int sliceBytes;
    private @Nullable Iterator<byte[]> slices;

    /** Bytes of the snapshot to write before the next append may, so that the log cannot run away. */
    private long owed;

    /** After a failure: how long the log is to be before the next try. */
    private long notBefore;

    public Journal(DeploymentFile file) {
        this(file, SLACK, Segment.ROW_BYTES);
    }

    /**
     * @param slack how many bytes larger than what it comes to a log may become
     * @param sliceBytes how much of a snapshot is written at once
     */
    public Journal(DeploymentFile file, long slack, int sliceBytes) {
        this.slack = slack;
        this.sliceBytes = sliceBytes;
        try {
            connection = file.connect();
        } catch (SQLException e) {
            throw DeploymentFile.broken(e);
        }
    }

    /** Hands over all entries as of the last append, in order; once, before anything else. */
    public void load(Consumer<byte[]> entries) {
        try {
            segments.load(connection.get(), entries);
            connection.get().rollback();
        } catch (SQLException e) {
            throw DeploymentFile.broken(e);
        }
    }

    /** The names of all tables by number. */
    public Map<Long, String> tableNames() {
        Map<Long, String> names = new HashMap<>();
        try (var statement = connection.get().createStatement();
                ResultSet rows = statement.executeQuery("SELECT name, number FROM table_number")) {
            while (rows.next()) {
                names.put(rows.getLong(2), rows.getString(1));
            }
            connection.get().rollback();
        } catch (SQLException e) {
            throw DeploymentFile.broken(e);
        }
        return names;
    }

    public void appendTable(String name, long number) {
        transact(() -> {
            try (PreparedStatement insert =
                    connection.get().prepareStatement("INSERT INTO table_number(name, number) VALUES (?, ?)")) {
                insert.setString(1, name);
                insert.setLong(2, number);
                insert.executeUpdate();
            }
        });
    }

    /** Appends an entry without a change of tables. */
    public void append(byte[] entry) {
        append(entry, Catalogue.UNCHANGED);
    }

    /** Durable when it returns. */
    public void append(byte[] entry, Catalogue catalogue) {
        long row = segments.reserve(entry);
        transact(() -> {
            if (catalogue != Catalogue.UNCHANGED) {
                write(catalogue);
            }
            segments.append(connection.get(), row, entry);
        });
        owed += 2L * entry.length;
    }

    /** Whether {@link #compact} has something to do at once. */
    public boolean isCompacting() {
        return slices != null;
    }

    /**
     * Does a piece of a compaction, when there is one to do: at least an entry of the snapshot, and twice as much as the last
     * append wrote. Never fails: all that it writes is on the disk already, and who appends next hears of the disk.
     *
     * @param live how many bytes the documents have
     * @param snapshot entries of about this many bytes with every document of now; asked for when a compaction begins
     */
    public void compact(long live, IntFunction<Iterator<byte[]>> snapshot) {
        try {
            if (slices == null && isDue(live)) {
                begin(snapshot);
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

    private boolean isDue(long live) {
        long log = segments.logBytes();
        return log >= notBefore && (segments.isSwitched() || log > Math.max(segments.snapshotBytes(), live) + slack);
    }

    private void begin(IntFunction<Iterator<byte[]>> snapshot) throws SQLException {
        owed = 0;
        notBefore = 0;
        if (segments.isEnded(connection.get())) {
            segments.ended(connection.get());
        } else {
            segments.beginSnapshot(connection.get());
            slices = snapshot.apply(sliceBytes);
        }
    }

    private void step(Iterator<byte[]> left) throws SQLException {
        if (left.hasNext()) {
            byte[] slice = left.next();
            transact(() -> segments.appendToSnapshot(connection.get(), slice));
            owed -= slice.length;
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
    public record Catalogue(Map<String, Long> numbers, Set<String> dropped) {

        public static final Catalogue UNCHANGED = new Catalogue(Map.of(), Set.of());
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
