package dev.lockstep.emulator.convex.deployment;

import dev.lockstep.emulator.convex.call.FunctionCall;
import dev.lockstep.emulator.convex.call.Outcome;
import dev.lockstep.emulator.convex.code.FunctionKind;
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

    /** Who made a call, in the protocol's words. */
    public enum Origin {
        HTTP("HttpApi"),
        SOCKET("SyncWorker"),
        SCHEDULER("Scheduler"),
        ACTION("Action");

        private final String caller;

        Origin(String caller) {
            this.caller = caller;
        }

        public String caller() {
            return caller;
        }
    }

    /** A line of the log. */
    public sealed interface Entry {

        /** Its place in the log: milliseconds since 1970, strictly increasing. */
        double cursor();

        FunctionCall call();

        FunctionKind kind();

        Instant at();
    }

    /** How an HTTP action was asked and answered: {@code GET /path} and the status. */
    public record HttpSummary(String route, int status) {}

    /**
     * A call that ended.
     *
     * @param http there for HTTP actions
     */
    public record Completion(
            double cursor,
            FunctionCall call,
            FunctionKind kind,
            Instant start,
            Instant at,
            Origin origin,
            Outcome outcome,
            Optional<HttpSummary> http)
            implements Entry {

        public Duration took() {
            return Duration.between(start, at);
        }
    }

    /** What an action that goes on has logged just now. Its completion does not say it again. */
    public record Progress(double cursor, FunctionCall call, Instant at, LogLine line) implements Entry {

        @Override
        public FunctionKind kind() {
            return FunctionKind.ACTION;
        }
    }

    private record Waiting(double cursor, CompletableFuture<List<Entry>> future) {}

    private final Deque<Entry> entries = new ArrayDeque<>();
    private final List<Waiting> waiting = new ArrayList<>();

    synchronized void completed(
            FunctionCall call, FunctionKind kind, Instant start, Instant end, Origin origin, Outcome outcome) {
        add(new Completion(nextCursor(end), call, kind, start, end, origin, outcome, Optional.empty()));
    }

    synchronized void answered(FunctionCall call, Instant start, Instant end, Outcome outcome, HttpSummary http) {
        add(new Completion(
                nextCursor(end), call, FunctionKind.ACTION, start, end, Origin.HTTP, outcome, Optional.of(http)));
    }

    synchronized void progressed(FunctionCall call, LogLine line) {
        add(new Progress(nextCursor(line.at()), call, line.at(), line));
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

    private double nextCursor(Instant now) {
        double cursor = now.toEpochMilli();
        return !entries.isEmpty() && cursor <= entries.getLast().cursor()
                ? Math.nextUp(entries.getLast().cursor())
                : cursor;
    }

    private void add(Entry entry) {
        entries.addLast(entry);
        if (entries.size() > KEPT) {
            entries.removeFirst();
        }
        // Completed under the lock on purpose: nothing is missed between two polls, and completing only wakes.
        for (Waiting each : waiting) {
            each.future.complete(after(each.cursor));
        }
        waiting.clear();
    }

    private List<Entry> after(double cursor) {
        return entries.stream().filter(entry -> entry.cursor() > cursor).toList();
    }
}
