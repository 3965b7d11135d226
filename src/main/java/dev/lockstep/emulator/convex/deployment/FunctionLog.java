package dev.lockstep.emulator.convex.deployment;

import dev.lockstep.emulator.convex.call.Outcome;
import dev.lockstep.emulator.convex.code.FunctionKind;
import dev.lockstep.emulator.convex.code.FunctionPath;
import dev.lockstep.emulator.convex.script.LogLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The last calls with what they logged, for {@code convex logs}. In memory only. Thread-safe. */
public final class FunctionLog {

    private static final int KEPT = 1000;

    /**
     * A call that ended.
     *
     * @param cursor its place in the log: milliseconds since 1970, strictly increasing
     * @param error empty when it succeeded
     */
    public record Entry(
            double cursor,
            FunctionPath path,
            FunctionKind kind,
            Instant at,
            Duration took,
            List<LogLine> lines,
            Optional<String> error,
            String requestId) {}

    private record Waiting(double cursor, CompletableFuture<List<Entry>> future) {}

    private final Deque<Entry> entries = new ArrayDeque<>();
    private final List<Waiting> waiting = new ArrayList<>();

    synchronized void add(
            FunctionPath path, FunctionKind kind, Instant start, Instant end, Outcome outcome, String requestId) {
        double cursor = end.toEpochMilli();
        if (!entries.isEmpty() && cursor <= entries.getLast().cursor()) {
            cursor = Math.nextUp(entries.getLast().cursor());
        }
        Optional<String> error =
                outcome instanceof Outcome.Failure failure ? Optional.of(failure.message()) : Optional.empty();
        entries.addLast(new Entry(
                cursor, path, kind, end, Duration.between(start, end), List.copyOf(outcome.lines()), error, requestId));
        if (entries.size() > KEPT) {
            entries.removeFirst();
        }
        // Completed under the lock on purpose: nothing is missed between two polls, and completing only wakes.
        for (Waiting each : waiting) {
            each.future.complete(after(each.cursor));
        }
        waiting.clear();
    }

    /** The entries after a cursor: at once when there are some, else as soon as there is one. */
    public synchronized CompletableFuture<List<Entry>> next(double cursor) {
        List<Entry> found = after(cursor);
        if (!found.isEmpty()) {
            return CompletableFuture.completedFuture(found);
        }
        waiting.removeIf(each -> each.future.isDone());
        var future = new CompletableFuture<List<Entry>>();
        waiting.add(new Waiting(cursor, future));
        return future;
    }

    private List<Entry> after(double cursor) {
        return entries.stream().filter(entry -> entry.cursor() > cursor).toList();
    }
}
