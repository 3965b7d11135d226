package dev.lockstep.emulator.convex.query;

import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.key.Interval;
import dev.lockstep.emulator.convex.query.QueryPlan.Operator;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.Transaction;
import java.util.Optional;

/** A running query: gives the documents one by one. Used by the thread of its transaction. */
public final class QueryStream {

    private final QueryPlan plan;
    private final Source source;
    private final long[] left;
    private long rowsRead;
    private long bytesRead;

    public QueryStream(QueryPlan plan, Transaction transaction) {
        this(plan, plan.interval(), transaction);
    }

    /** @param interval the part of the plan's interval to walk */
    QueryStream(QueryPlan plan, Interval interval, Transaction transaction) {
        this.plan = plan;
        this.source = plan.source(transaction, interval);
        this.left = new long[plan.operators().size()];
        for (int i = 0; i < left.length; i++) {
            left[i] = plan.operators().get(i) instanceof Operator.Limit(long count) ? count : Long.MAX_VALUE;
        }
    }

    /** The next document that passes; empty at the end. */
    public Optional<Document> next() {
        while (true) {
            Optional<Document> passed = step();
            if (passed.isPresent() || exhausted) {
                return passed;
            }
        }
    }

    private boolean exhausted;

    /** Reads one row: it passes, is filtered out, or ends the stream. */
    Optional<Document> step() {
        if (isFull()) {
            exhausted = true;
            return Optional.empty();
        }
        Optional<Document> row = source.next();
        if (row.isEmpty()) {
            exhausted = true;
            return row;
        }
        rowsRead++;
        bytesRead += row.get().size();
        return row.filter(this::passes);
    }

    boolean exhausted() {
        return exhausted;
    }

    long rowsRead() {
        return rowsRead;
    }

    long bytesRead() {
        return bytesRead;
    }

    Interval remaining() {
        return source.remaining();
    }

    Source source() {
        return source;
    }

    /** How many more documents each limit lets through. */
    long[] left() {
        return left.clone();
    }

    /** Goes back to an earlier {@link #left}. */
    void backTo(long[] earlier) {
        System.arraycopy(earlier, 0, left, 0, left.length);
        exhausted = false;
    }

    /** Reads one row that does not count yet: it passes, is filtered out, or ends the stream. */
    Optional<Document> ahead() {
        if (isFull()) {
            exhausted = true;
            return Optional.empty();
        }
        Optional<Document> row = source.ahead();
        exhausted = row.isEmpty();
        return row;
    }

    private boolean isFull() {
        for (long count : left) {
            if (count <= 0) {
                return true;
            }
        }
        return false;
    }

    boolean passes(Document document) {
        // Parsed for a filter alone: most queries have a limit at most.
        Obj value = null;
        for (int i = 0; i < left.length; i++) {
            switch (plan.operators().get(i)) {
                case Operator.Where(Expression condition) -> {
                    value = value == null ? document.value() : value;
                    if (!condition.holds(value)) {
                        return false;
                    }
                }
                case Operator.Limit limit -> left[i]--;
            }
        }
        return true;
    }
}
