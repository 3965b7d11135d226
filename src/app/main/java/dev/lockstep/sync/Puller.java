package dev.lockstep.sync;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.core.Owner;
import dev.lockstep.core.Problem;
import dev.lockstep.sync.store.Cursors;
import dev.lockstep.sync.store.Cursors.Cursor;
import dev.lockstep.sync.table.RemoteRecord;
import dev.lockstep.sync.table.SyncedTable;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Reads what others wrote, piece by piece: each piece and how far it reaches are stored together. */
@Component
class Puller {

    private static final ConvexValue PROTOCOL = ConvexValue.number(1);

    private final SyncFunctions functions;
    private final Cursors cursors;
    private final LocalCopy copy;
    private final TransactionOperations transaction;
    private final Clock clock;

    Puller(SyncFunctions functions, Cursors cursors, LocalCopy copy, TransactionOperations transaction, Clock clock) {
        this.functions = functions;
        this.cursors = cursors;
        this.copy = copy;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** What the functions give of changes. */
    private record Piece(List<RemoteRecord> rows, Optional<String> position, boolean more, boolean reset) {

        static Piece of(ConvexValue value) {
            if (value instanceof Obj said && said.fields().get("rows") instanceof Array(var rows)) {
                return new Piece(
                        rows.stream().map(RemoteRecord::of).toList(),
                        said.text("cursor"),
                        said.bool("more").orElseThrow(),
                        said.bool("reset").orElseThrow());
            }
            throw new IllegalStateException("Bug: sync:getChangesSince gives rows");
        }
    }

    /**
     * Reads a table up to now.
     *
     * @return whether anything was new
     * @throws Problem when Convex does not answer, or the owner is not signed in; what was read until then stays
     */
    boolean pull(Owner owner, SyncedTable table) {
        boolean news = false;
        for (boolean more = true; more; ) {
            Optional<Cursor> from = transaction.execute(status -> cursors.find(owner, table.name()));
            Piece piece = ask(owner, table, from.flatMap(Cursor::position));
            news |= Boolean.TRUE.equals(transaction.execute(status -> store(owner, table, from, piece)));
            more = piece.more();
        }
        return news;
    }

    /** Whether the position of a table in Convex is another one than that which was read up to. */
    boolean isBehind(Owner owner, SyncedTable table, Optional<String> head) {
        Optional<Cursor> cursor = transaction.execute(status -> cursors.find(owner, table.name()));
        return cursor.filter(read -> read.complete() && read.position().equals(head))
                .isEmpty();
    }

    private Piece ask(Owner owner, SyncedTable table, Optional<String> position) {
        return Piece.of(functions.query(
                owner,
                "sync:getChangesSince",
                ConvexValue.object("table", ConvexValue.text(table.name()))
                        .with("protocol", PROTOCOL)
                        .with(
                                "cursor",
                                position.<ConvexValue>map(ConvexValue::text).orElse(ConvexValue.NULL))));
    }

    private boolean store(Owner owner, SyncedTable table, Optional<Cursor> from, Piece piece) {
        if (!cursors.find(owner, table.name()).flatMap(Cursor::position).equals(from.flatMap(Cursor::position))) {
            // Another node has read on meanwhile; what this one brings is there, or comes again.
            return false;
        }
        boolean begins = from.flatMap(Cursor::position).isEmpty();
        int reading = from.map(Cursor::reading).orElse(0) + (begins ? 1 : 0);
        boolean news = !copy.rebase(owner, table, piece.rows(), reading).isEmpty() || piece.reset();
        boolean wasComplete = from.filter(Cursor::complete).isPresent();
        boolean complete = !piece.reset() && (!piece.more() || wasComplete && !begins);
        if (complete && (begins || !wasComplete)) {
            copy.endReading(owner, table, reading);
        }
        cursors.write(owner, table.name(), new Cursor(piece.position(), complete, clock.instant(), reading));
        return news || complete != from.filter(Cursor::complete).isPresent();
    }
}
