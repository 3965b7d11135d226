package dev.lockstep.emulator.convex.deployment;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Int64;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.call.FunctionCall;
import dev.lockstep.emulator.convex.call.FunctionRunner;
import dev.lockstep.emulator.convex.call.Outcome;
import dev.lockstep.emulator.convex.key.Direction;
import dev.lockstep.emulator.convex.key.IndexName;
import dev.lockstep.emulator.convex.key.Interval;
import dev.lockstep.emulator.convex.key.OrderedKey;
import dev.lockstep.emulator.convex.script.LogLine;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.store.Scan;
import dev.lockstep.emulator.convex.store.Transaction;
import dev.lockstep.emulator.convex.store.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * Mutations that happen once however often they are sent: the outcome of each is a document of the same commit as its
 * effect. Failures are not recorded, since they have none. Thread-safe.
 */
final class SessionRequests {

    private static final Duration KEPT = Duration.ofDays(14);
    private static final Duration BETWEEN_PRUNINGS = Duration.ofHours(1);
    private static final int PRUNED_AT_ONCE = 1000;

    /** Of a session that goes on: more requests than may wait at once, and for longer than a dead socket stays open. */
    private static final int KEPT_OF_SESSION = 1000;

    private static final Duration KEPT_OF_SESSION_FOR = Duration.ofMinutes(10);
    private static final int BETWEEN_TRIMMINGS = 250;

    private final FunctionRunner runner;
    private final Transactions transactions;
    private final Clock clock;
    private Instant nextPruning;

    SessionRequests(FunctionRunner runner, Transactions transactions, Clock clock) {
        this.runner = runner;
        this.transactions = transactions;
        this.clock = clock;
        this.nextPruning = clock.instant();
    }

    /** What happened, now or the first time. */
    record Done(Outcome outcome, boolean isRepeated) {}

    Done run(FunctionCall call, UUID session, long request) {
        if (isPruningDue()) {
            prune();
        }
        var recorded = new AtomicReference<Optional<Document>>(Optional.empty());
        Optional<Outcome> outcome = runner.runMutationBetween(
                call,
                transaction -> {
                    recorded.set(find(transaction, session, request));
                    return recorded.get().isEmpty();
                },
                (transaction, success) -> transaction.insertAtCommit(
                        DocumentStore.SESSION_REQUESTS,
                        ts -> record(session, request, new Outcome.Success(success.value(), success.lines(), ts), ts)));
        if (outcome.isPresent() && request % BETWEEN_TRIMMINGS == 0) {
            trim(session, request);
        }
        return outcome.map(first -> new Done(first, false))
                .orElseGet(() -> new Done(outcome(recorded.get().orElseThrow()), true));
    }

    /** How a request ended that came before; empty when it did not come, or failed. */
    Optional<Outcome> ended(UUID session, long request) {
        return transactions
                .run(transaction -> find(transaction, session, request))
                .map(SessionRequests::outcome);
    }

    /** Removes what no client will ask for again. */
    void prune() {
        double oldest = clock.instant().minus(KEPT).toEpochMilli();
        int removed = PRUNED_AT_ONCE;
        while (removed == PRUNED_AT_ONCE) {
            removed = transactions.run(transaction -> removeBefore(oldest, transaction));
        }
    }

    /**
     * Removes what this session has had the answers of for long. Fourteen days of a busy session would fill the memory:
     * every mutation leaves about a kilobyte.
     */
    private void trim(UUID session, long newest) {
        if (newest > KEPT_OF_SESSION) {
            double oldest = clock.instant().minus(KEPT_OF_SESSION_FOR).toEpochMilli();
            var name = ConvexValue.text(session.toString());
            var index = new IndexName(DocumentStore.SESSION_REQUESTS, DocumentStore.SESSION_REQUESTS_BY_ID);
            var old = new Interval(
                    OrderedKey.of(List.of(name)),
                    OrderedKey.of(List.of(name, ConvexValue.int64(newest - KEPT_OF_SESSION))));
            transactions.run(transaction -> remove(
                    transaction,
                    transaction.scan(index, old, Direction.ASCENDING),
                    document -> document.creationTime() < oldest));
        }
    }

    private synchronized boolean isPruningDue() {
        Instant now = clock.instant();
        if (now.isBefore(nextPruning)) {
            return false;
        }
        nextPruning = now.plus(BETWEEN_PRUNINGS);
        return true;
    }

    private static int removeBefore(double oldest, Transaction transaction) {
        var index = new IndexName(DocumentStore.SESSION_REQUESTS, IndexName.BY_CREATION_TIME);
        var old = new Interval(OrderedKey.FIRST, OrderedKey.of(List.of(ConvexValue.number(oldest))));
        return remove(transaction, transaction.scan(index, old, Direction.ASCENDING), document -> true);
    }

    /** Up to the first that is not to go. */
    private static int remove(Transaction transaction, Scan scan, Predicate<Document> goes) {
        int removed = 0;
        for (var next = scan.next(); next.filter(goes).isPresent(); next = scan.next()) {
            transaction.remove(next.get());
            if (++removed == PRUNED_AT_ONCE) {
                break;
            }
        }
        return removed;
    }

    private static Optional<Document> find(Transaction transaction, UUID session, long request) {
        var key = OrderedKey.of(List.of(ConvexValue.text(session.toString()), ConvexValue.int64(request)));
        return transaction
                .scan(
                        new IndexName(DocumentStore.SESSION_REQUESTS, DocumentStore.SESSION_REQUESTS_BY_ID),
                        Interval.prefix(key),
                        Direction.ASCENDING)
                .next();
    }

    private static Obj record(UUID session, long request, Outcome.Success success, long ts) {
        var lines = success.lines().stream().map(SessionRequests::line).toList();
        return ConvexValue.object("session", ConvexValue.text(session.toString()))
                .with("request", ConvexValue.int64(request))
                .with("ts", ConvexValue.int64(ts))
                .with("value", success.value())
                .with("lines", new Array(lines));
    }

    private static ConvexValue line(LogLine line) {
        return ConvexValue.object("level", ConvexValue.text(line.level().name()))
                .with("message", ConvexValue.text(line.message()))
                .with("at", ConvexValue.number(line.at().toEpochMilli()))
                .with("whole", ConvexValue.bool(line.whole()));
    }

    private static Outcome outcome(Document document) {
        Obj value = document.value();
        if (value.field("ts").orElseThrow() instanceof Int64(long ts)
                && value.field("lines").orElseThrow() instanceof Array(var lines)) {
            return new Outcome.Success(
                    value.field("value").orElseThrow(),
                    lines.stream().map(line -> line((Obj) line)).toList(),
                    ts);
        }
        throw new IllegalStateException("Bug: document " + document.id() + " is no record of a mutation");
    }

    private static LogLine line(Obj line) {
        return new LogLine(
                LogLine.Level.valueOf(line.text("level").orElseThrow()),
                line.text("message").orElseThrow(),
                Instant.ofEpochMilli(line.number("at").orElseThrow().longValue()),
                line.bool("whole").orElseThrow());
    }
}
