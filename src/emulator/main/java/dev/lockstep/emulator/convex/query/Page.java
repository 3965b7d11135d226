package dev.lockstep.emulator.convex.query;

import dev.lockstep.emulator.convex.key.Direction;
import dev.lockstep.emulator.convex.key.Interval;
import dev.lockstep.emulator.convex.key.OrderedKey;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.Transaction;
import dev.lockstep.emulator.convex.wire.FunctionError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One page of a query.
 *
 * @param continueCursor where the next page starts; also given on the last page
 * @param splitCursor a place near the middle, for clients that split a page that grew
 * @param isDone whether nothing comes after this page
 */
public record Page(List<Document> documents, boolean isDone, String continueCursor, Optional<String> splitCursor) {

    /**
     * How much to read.
     *
     * @param cursor where to start; {@code null} for the beginning
     * @param endCursor where to end whatever the size is; {@code null} to go by size
     * @param size documents on the page, unless an end cursor is given
     * @param maximumRows rows to look at, at most, filtered ones included
     * @param maximumBytes bytes to look at, at most
     */
    public record Request(
            @Nullable String cursor, @Nullable String endCursor, long size, long maximumRows, long maximumBytes) {}

    /** @throws dev.lockstep.emulator.convex.wire.FunctionError with {@code InvalidCursor} for a cursor of another query */
    public static Page read(QueryPlan plan, Request request, Transaction transaction) {
        Optional<Cursor> start =
                Optional.ofNullable(request.cursor()).map(text -> Cursor.parse(text, plan.fingerprint()));
        Optional<Cursor> end =
                Optional.ofNullable(request.endCursor()).map(text -> Cursor.parse(text, plan.fingerprint()));
        if (start.isPresent() && start.get().end()) {
            return new Page(List.of(), true, start.get().text(), Optional.empty());
        }
        Interval interval = clip(plan, start, end.filter(cursor -> !cursor.end()));
        var stream = new QueryStream(plan, interval, transaction);
        var documents = new ArrayList<Document>();
        var boundaries = new ArrayList<OrderedKey>();
        while (!stream.exhausted() && !full(request, documents.size(), stream, end.isPresent())) {
            stream.step().ifPresent(document -> {
                documents.add(document);
                boundaries.add(boundary(plan, stream.remaining()));
            });
        }
        Optional<String> split = documents.size() < 2
                ? Optional.empty()
                : Optional.of(
                        new Cursor(plan.fingerprint(), false, boundaries.get((boundaries.size() - 1) / 2)).text());
        if (end.isPresent() && stream.exhausted()) {
            return new Page(documents, end.get().end(), end.get().text(), split);
        }
        var cursor = new Cursor(plan.fingerprint(), stream.exhausted(), boundary(plan, stream.remaining()));
        return new Page(documents, stream.exhausted(), cursor.text(), split);
    }

    /** Whether a cursor is one of this query's. */
    public static boolean knows(QueryPlan plan, String cursor) {
        try {
            Cursor.parse(cursor, plan.fingerprint());
            return true;
        } catch (FunctionError e) {
            return false;
        }
    }

    private static boolean full(Request request, int documents, QueryStream stream, boolean toEndCursor) {
        return (!toEndCursor && documents >= request.size())
                || stream.rowsRead() >= request.maximumRows()
                || stream.bytesRead() >= request.maximumBytes();
    }

    /** Everything on this side of the key, seen in the query's direction, has been read. */
    private static OrderedKey boundary(QueryPlan plan, Interval remaining) {
        return plan.direction() == Direction.ASCENDING ? remaining.low() : remaining.high();
    }

    private static Interval clip(QueryPlan plan, Optional<Cursor> start, Optional<Cursor> end) {
        Interval whole = plan.interval();
        return switch (plan.direction()) {
            case ASCENDING ->
                new Interval(
                        start.map(Cursor::boundary).orElse(whole.low()),
                        end.map(Cursor::boundary).orElse(whole.high()));
            case DESCENDING ->
                new Interval(
                        end.map(Cursor::boundary).orElse(whole.low()),
                        start.map(Cursor::boundary).orElse(whole.high()));
        };
    }
}
