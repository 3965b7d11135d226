package dev.lockstep.core;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the file of an embedded H2 database from growing as long as it is open. H2 puts what is still in use of its oldest
 * pages together, so that their place can be used again, in a thread that it only has with a write delay; without one each
 * commit makes the file larger for good. One for each file. Thread-safe.
 */
public final class FileCompaction {

    private static final Logger LOG = LoggerFactory.getLogger(FileCompaction.class);

    /** Not worth the work: bytes. */
    private static final long SMALL = 16L * 1024 * 1024;

    private static final long PACE_NANOS = 1_000_000_000;

    /** What H2 itself goes by: how much of the pages should be in use, and bytes that are written at once. */
    private static final int PERCENT_USED = 80;

    private static final int MOST_WRITTEN = 4 * 1024 * 1024;

    private final long small;
    private final long paceNanos;
    private final AtomicLong next = new AtomicLong(System.nanoTime());

    public FileCompaction() {
        this(SMALL, PACE_NANOS);
    }

    /**
     * @param small files up to so many bytes are left alone
     * @param paceNanos how far apart two runs are at least
     */
    FileCompaction(long small, long paceNanos) {
        this.small = small;
        this.paceNanos = paceNanos;
    }

    /**
     * Does a piece of the work, some milliseconds, unless it did within the last second. What became free is used again after
     * H2's retention time, 45 s. Never fails: all that it writes has been acknowledged before, and H2 tells the next one who
     * writes.
     *
     * @param connection to the database; one that is no embedded H2 file is left alone
     */
    public void run(Connection connection) {
        long now = System.nanoTime();
        long due = next.get();
        if (now - due < 0 || !next.compareAndSet(due, now + paceNanos)) {
            return;
        }
        try {
            if (connection.isWrapperFor(JdbcConnection.class)
                    && connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session) {
                compact(session.getDatabase().getStore().getMvStore());
            }
        } catch (SQLException | MVStoreException e) {
            LOG.warn("A database's file could not be made smaller: {}", e.getMessage());
        }
    }

    /** The same with a connection of a pool. None to be had is nothing to report: whoever asks for something gets to know it. */
    public void run(DataSource pool) {
        try (Connection connection = pool.getConnection()) {
            run(connection);
        } catch (SQLException e) {
            LOG.debug("A database's file was not looked at", e);
        }
    }

    /** Chunks are not moved, which would shrink the file: with H2 2.4.240 that fails its own assertions. */
    private void compact(MVStore store) {
        FileStore<?> file = store.getFileStore();
        if (file != null && file.size() > small) {
            store.compact(PERCENT_USED, MOST_WRITTEN);
        }
    }
}
