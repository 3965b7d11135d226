package dev.lockstep.emulator.convex.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;

/**
 * Which segment of the journal counts, and where the next entry goes.
 *
 * <pre>
 *  at rest      current: snapshot + log ← entries       other: empty
 *  compacting   current: snapshot + log                 other: part of a snapshot + log ← entries
 *  afterwards, by one H2 transaction, the other is the current one, and what was current is thrown away
 * </pre>
 *
 * <p>What counts at any moment is the current snapshot, its log, and the other's log, in this order. A part of a snapshot does
 * not, so that a compaction may be killed or fail anywhere, and begins anew. Its snapshot is of a moment after the first entry
 * in the log beside it may have come: an entry says what documents are, not how they changed, so it may come once more.
 *
 * <p>Holds numbers and sizes; does not hold documents. Commits only where it says so. Used by one thread at a time.
 */
final class Segments {

    private Segment current = Segment.first();
    private Segment appended = current;

    /** Of the next row of a log. */
    private long seq = 1;

    /** Of the last row of the current log, once entries go to the other. */
    private long switchedAt;

    private long sliceSeq;
    private long snapshotBytes;
    private long otherSnapshotBytes;
    private long logBytes;
    private long otherLogBytes;

    /** Hands over all entries that count, in order; may commit. */
    void load(Connection connection, Consumer<byte[]> entries) throws SQLException {
        var found = JournalTables.open(connection);
        current = found.segment();
        current.readSnapshot(connection, entry -> {
            snapshotBytes += entry.length;
            entries.accept(entry);
        });
        switchedAt = current.readLog(connection, found.after(), entry -> {
            logBytes += entry.length;
            entries.accept(entry);
        });
        // Up to there it is what nobody came to throw away.
        long last = current.other().readLog(connection, switchedAt, entry -> {
            otherLogBytes += entry.length;
            entries.accept(entry);
        });
        seq = last + 1;
        appended = last == switchedAt ? current : current.other();
    }

    /**
     * @param row what {@link #reserve} gave for the entry
     */
    void append(Connection connection, long row, byte[] entry) throws SQLException {
        appended.appendToLog(connection, row, entry);
    }

    /** The place of an entry, which it keeps when it fails: H2 may have written it before it said so. */
    long reserve(byte[] entry) {
        long row = seq;
        seq += Segment.rows(entry);
        if (isSwitched()) {
            otherLogBytes += entry.length;
        } else {
            logBytes += entry.length;
        }
        return row;
    }

    /** Whether entries go to the other segment: a compaction has begun, or is to begin anew. */
    boolean isSwitched() {
        return !appended.equals(current);
    }

    /** Bytes of the entries that are in no snapshot that counts. */
    long logBytes() {
        return logBytes + otherLogBytes;
    }

    /** Bytes of the snapshot that counts. */
    long snapshotBytes() {
        return snapshotBytes;
    }

    /** From now on entries go to the other segment, where a snapshot of now or later may be written; commits. */
    void beginSnapshot(Connection connection) throws SQLException {
        if (isSwitched()) {
            appended.clearSnapshot(connection);
        } else {
            current.other().clear(connection);
            switchedAt = seq - 1;
            appended = current.other();
        }
        sliceSeq = 0;
        otherSnapshotBytes = 0;
    }

    void appendToSnapshot(Connection connection, byte[] entry) throws SQLException {
        appended.appendToSnapshot(connection, sliceSeq, entry);
        sliceSeq += Segment.rows(entry);
        otherSnapshotBytes += entry.length;
    }

    /** The snapshot is whole. It counts once this is committed, and {@link #ended} is to be called. */
    void endSnapshot(Connection connection) throws SQLException {
        JournalTables.write(connection, new JournalTables.Current(appended, switchedAt));
    }

    /** Whether the other segment counts already, since the commit of its snapshot's end did not fail but seemed to. */
    boolean isEnded(Connection connection) throws SQLException {
        return JournalTables.current(connection).segment().equals(current.other());
    }

    /** Throws away what was current; commits. */
    void ended(Connection connection) throws SQLException {
        Segment old = current;
        current = appended;
        snapshotBytes = otherSnapshotBytes;
        logBytes = otherLogBytes;
        otherLogBytes = 0;
        old.clear(connection);
    }
}
