package dev.lockstep.emulator.convex.live;

import dev.lockstep.emulator.convex.call.FunctionCall;
import dev.lockstep.emulator.convex.key.IndexName;
import dev.lockstep.emulator.convex.key.Interval;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One query with its arguments and its caller, for all sessions that subscribe to it. Holds the last answer and for
 * which snapshots it is true. All fields belong to {@link LiveQueries}, under its lock.
 */
public final class LiveQuery {

    /** No commit has touched it. */
    static final long NEVER = Long.MAX_VALUE;

    private final long number;
    private final Object key;
    final FunctionCall call;
    final List<Runnable> subscribers = new ArrayList<>();
    Optional<String> journal;

    @Nullable
    CompletableFuture<Void> running;

    private @Nullable Answer answer;
    private long from;
    private long touched;
    private Map<IndexName, Set<Interval>> filed = new HashMap<>();

    LiveQuery(long number, Object key, FunctionCall call, Optional<String> journal) {
        this.number = number;
        this.key = key;
        this.call = call;
        this.journal = journal;
    }

    /** Tells queries apart and orders them. */
    long number() {
        return number;
    }

    /** What newcomers find it by. */
    Object key() {
        return key;
    }

    /** The answer as of a snapshot, if it is known. */
    Optional<Answer> at(long ts) {
        return answer != null && from <= ts && ts < touched ? Optional.of(answer) : Optional.empty();
    }

    boolean isNewerThan(long ts) {
        return answer != null && from > ts;
    }

    void answered(Answer given, long snapshot, long touchedBy) {
        answer = given;
        from = snapshot;
        touched = touchedBy;
    }

    void touch(long ts) {
        touched = Math.min(touched, ts);
    }

    long touched() {
        return touched;
    }

    Map<IndexName, Set<Interval>> filed() {
        return filed;
    }

    void file(Map<IndexName, Set<Interval>> reads) {
        filed = reads;
    }
}
