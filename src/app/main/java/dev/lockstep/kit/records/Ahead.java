package dev.lockstep.kit.records;

import dev.lockstep.kit.records.Found.Rows;
import java.util.List;

/**
 * Rows read off the page before the list asks for them: shown again, it asks for what it asked for before, under the page's
 * lock. Holds where the list was last, and the rows there as they were at the last news. Thread-safe.
 */
final class Ahead<R> {

    /** About as many rows as fit on a screen, and as many as a list may have become longer by. */
    private static final int SCREEN = 50;

    /** Further than that nobody looks at once. */
    private static final int MOST = 4 * SCREEN;

    /** Some of all rows; fewer than were asked for when there are no more. */
    record Piece<R>(int offset, int limit, List<R> rows) {

        static <R> Piece<R> none() {
            return new Piece<>(0, 0, List.of());
        }

        boolean holds(int from, int count) {
            return from >= offset && from + count <= offset + limit;
        }

        List<R> part(int from, int count) {
            int first = Math.min(from - offset, rows.size());
            return rows.subList(first, Math.min(first + count, rows.size()));
        }
    }

    private int from;
    private int until;
    private Piece<R> ready = Piece.none();

    /** Reads the rows where the list was last, on any thread. */
    Piece<R> read(Rows<R> rows) {
        int offset;
        int limit;
        synchronized (this) {
            offset = from;
            limit = Math.min(MOST, Math.max(SCREEN, until - from));
        }
        return new Piece<>(offset, limit, rows.read(offset, limit));
    }

    /** The list is shown anew, with these rows. */
    synchronized void put(Piece<R> read) {
        ready = read;
        from = 0;
        until = 0;
    }

    /** The rows that the list asks for: those read ahead, or else read now. */
    List<R> take(int offset, int limit, Rows<R> rows) {
        Piece<R> known = asked(offset, limit);
        return known.holds(offset, limit) ? known.part(offset, limit) : rows.read(offset, limit);
    }

    private synchronized Piece<R> asked(int offset, int limit) {
        from = until == 0 ? offset : Math.min(from, offset);
        until = Math.max(until, offset + limit);
        if (until - from > MOST) {
            from = offset;
            until = offset + limit;
        }
        return ready;
    }
}
