package dev.lockstep.emulator.convex.store;

import dev.lockstep.emulator.convex.key.Direction;
import dev.lockstep.emulator.convex.key.IndexName;
import dev.lockstep.emulator.convex.key.Interval;
import dev.lockstep.emulator.convex.key.OrderedKey;
import java.util.Optional;

/**
 * A walk along an interval of one index. Each step looks at the transaction as it is at that moment, so writes made
 * ahead of the walk are met. Remembers what it has covered: only that becomes a dependency of the transaction.
 */
public final class Scan {

    private final Transaction transaction;
    private final IndexName index;
    private final Interval whole;
    private final Direction direction;
    private Interval remaining;

    Scan(Transaction transaction, IndexName index, Interval whole, Direction direction) {
        this.transaction = transaction;
        this.index = index;
        this.whole = whole;
        this.direction = direction;
        this.remaining = whole;
    }

    /** The next document; empty at the end of the interval, and from then on. */
    public Optional<Document> next() {
        Optional<Document> next = ahead();
        next.ifPresent(this::read);
        return next;
    }

    /** A document that was {@linkplain #ahead read ahead} counts for the transaction's limits. */
    public void read(Document document) {
        transaction.countRead(document);
    }

    /** The walk goes on from where it was when this was what remained; what it covered since then it has not. */
    public void backTo(Interval earlier) {
        remaining = earlier;
    }

    /** The same as {@link #next}, but the document does not count yet. */
    public Optional<Document> ahead() {
        if (remaining.isEmpty()) {
            return Optional.empty();
        }
        var entry = transaction.view().first(index, remaining, direction);
        if (entry.isEmpty()) {
            remaining = new Interval(OrderedKey.FIRST, OrderedKey.FIRST);
            return Optional.empty();
        }
        OrderedKey key = entry.get().getKey();
        remaining = switch (direction) {
            case ASCENDING -> new Interval(key.next(), whole.high());
            case DESCENDING -> new Interval(whole.low(), key);
        };
        return Optional.of(entry.get().getValue());
    }

    /** What is left to walk; empty at the end. */
    public Interval remaining() {
        return remaining;
    }

    IndexName index() {
        return index;
    }

    /** The part of the interval whose content the walk has depended on so far. */
    Interval covered() {
        if (remaining.isEmpty()) {
            return whole;
        }
        return switch (direction) {
            case ASCENDING -> new Interval(whole.low(), remaining.low());
            case DESCENDING -> new Interval(remaining.high(), whole.high());
        };
    }
}
