package dev.lockstep.emulator.convex.query;

import dev.lockstep.emulator.convex.key.Direction;
import dev.lockstep.emulator.convex.key.Interval;
import dev.lockstep.emulator.convex.key.OrderedKey;
import dev.lockstep.emulator.convex.limit.Limits;
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
 * @param status whether it should be split in two
 */
public record Page(
        List<Document> documents,
        boolean isDone,
        String continueCursor,
        Optional<String> splitCursor,
        Optional<Status> status) {

    /** More documents than this on one page are too many for comfort. */
    private static final int MANY_DOCUMENTS = 6144;

    /** What a page that is or may become too large asks of its reader. */
    public enum Status {
        /** It is whole, and not far from a limit. */
        RECOMMENDED("SplitRecommended"),
        /** A limit cut it short. */
        REQUIRED("SplitRequired");

        private final String text;

        Status(String text) {
            this.text = text;
        }

        /** The protocol's word. */
        public String text() {
            return text;
        }
    }

    /**
     * How much to read.
     *
     * @param cursor where to start; {@code null} for the beginning
     * @param endCursor where to end whatever the size is; {@code null} to go by size
     * @param size documents on the page, unless an end cursor is given
     * @param maximumRows rows to look at, at most, filtered ones included; with an end cursor, and for searches, more
     *     are read
     * @param maximumBytes bytes to look at, at most; the same
     */
    public record Request(
            @Nullable String cursor, @Nullable String endCursor, long size, long maximumRows, long maximumBytes) {

        private boolean isUsedUp(QueryStream stream) {
            return stream.rowsRead() >= maximumRows || stream.bytesRead() >= maximumBytes;
        }

        /** Whether more than three quarters of what this page or its transaction may read was read. */
        private boolean isNearlyUsedUp(QueryStream stream) {
            return stream.rowsRead() > Math.min(maximumRows, Limits.READ_DOCUMENTS) * 3 / 4
                    || stream.bytesRead() > Math.min(maximumBytes, Limits.READ_BYTES) * 3 / 4;
        }
    }

    /** @throws dev.lockstep.emulator.convex.wire.FunctionError with {@code InvalidCursor} for a cursor of another query */
    public static Page read(QueryPlan plan, Request request, Transaction transaction) {
        Optional<Cursor> start =
                Optional.ofNullable(request.cursor()).map(text -> Cursor.parse(text, plan.fingerprint()));
        Optional<Cursor> end =
                Optional.ofNullable(request.endCursor()).map(text -> Cursor.parse(text, plan.fingerprint()));
        if (start.isPresent() && start.get().end()) {
            return new Page(List.of(), true, start.get().text(), Optional.empty(), Optional.empty());
        }
        Interval interval = clip(plan, start, end.filter(cursor -> !cursor.end()));
        var stream = new QueryStream(plan, interval, transaction);
        var documents = new ArrayList<Document>();
        var boundaries = new ArrayList<OrderedKey>();
        boolean isBounded = end.isEmpty() && plan.isOverIndex();
        boolean cut = false;
        while (!stream.exhausted() && !cut && (end.isPresent() || documents.size() < request.size())) {
            cut = isBounded && request.isUsedUp(stream);
            if (!cut) {
                stream.step().ifPresent(documents::add);
                if (!stream.exhausted()) {
                    boundaries.add(boundary(plan, stream.remaining()));
                }
            }
        }
        Optional<Status> status = cut
                ? Optional.of(Status.REQUIRED)
                : Optional.of(Status.RECOMMENDED)
                        .filter(one -> request.isNearlyUsedUp(stream) || documents.size() > MANY_DOCUMENTS);
        Optional<String> split = split(plan, boundaries);
        if (end.isPresent() && stream.exhausted()) {
            return new Page(documents, end.get().end(), end.get().text(), split, status);
        }
        var cursor = new Cursor(plan.fingerprint(), stream.exhausted(), boundary(plan, stream.remaining()));
        return new Page(documents, stream.exhausted(), cursor.text(), split, status);
    }

    /** The middle of the rows that were read, those included that a filter left out. */
    private static Optional<String> split(QueryPlan plan, List<OrderedKey> boundaries) {
        return boundaries.size() > 2 && plan.isOverIndex()
                ? Optional.of(new Cursor(plan.fingerprint(), false, boundaries.get(boundaries.size() / 2)).text())
                : Optional.empty();
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
