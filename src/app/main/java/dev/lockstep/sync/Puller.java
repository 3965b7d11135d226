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
import java.time.Instant;
import java.util.List;
import java.util.Objects;
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
            Cursor from = Objects.requireNonNull(transaction.execute(status -> begin(owner, table)));
            Piece piece = ask(owner, table, from.position());
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

    /**
     * Where to read on from. A reading from the beginning is counted before it asks: what answers to changes tell meanwhile is met
     * in it.
     */
    private Cursor begin(Owner owner, SyncedTable table) {
        Cursor known = cursors.find(owner, table.name())
                .orElseGet(() -> new Cursor(Optional.empty(), false, Instant.EPOCH, 0));
        if (known.position().isPresent()) {
            return known;
        }
        var begun = new Cursor(Optional.empty(), known.complete(), known.pulledAt(), known.reading() + 1);
        cursors.write(owner, table.name(), begun);
        return begun;
    }

    private boolean store(Owner owner, SyncedTable table, Cursor from, Piece piece) {
        boolean overtaken = cursors.find(owner, table.name())
                .filter(now -> now.position().equals(from.position()) && now.reading() == from.reading())
                .isEmpty();
        if (overtaken) {
            // Another node has read on meanwhile; what this one brings is there, or comes again.
            return false;
        }
        boolean news = !copy.rebase(owner, table, piece.rows(), from.reading()).isEmpty() || piece.reset();
        boolean begins = from.position().isEmpty();
        boolean complete = !piece.reset() && (!piece.more() || from.complete() && !begins);
        if (complete && (begins || !from.complete())) {
            copy.endReading(owner, table, from.reading());
        }
        cursors.write(owner, table.name(), new Cursor(piece.position(), complete, clock.instant(), from.reading()));
        return news || complete != from.complete();
    }
}
