package dev.lockstep.outbox;

import dev.lockstep.core.Problem;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.change.Destination;
import dev.lockstep.outbox.change.Pace;
import dev.lockstep.outbox.change.Response;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Takes changes the way a test wants it to and remembers what it took, in order. */
final class FakeDestination implements Destination {

    private final String name;
    private final Collection<String> taken = new ConcurrentLinkedQueue<>();
    private final Collection<String> asked = new ConcurrentLinkedQueue<>();
    private volatile Function<Change, String> answer = change -> "{}";
    private volatile BiConsumer<Change, String> follow = (change, result) -> {};

    private final Optional<Pace> pace;
    private final int atOnce;
    private final Collection<List<String>> calls = new ConcurrentLinkedQueue<>();
    private final Collection<Set<String>> settled = new ConcurrentLinkedQueue<>();

    FakeDestination(String name) {
        this(name, Optional.empty(), 1);
    }

    FakeDestination(String name, Optional<Pace> pace) {
        this(name, pace, 1);
    }

    /** One that takes so many changes together. */
    FakeDestination(String name, int atOnce) {
        this(name, Optional.empty(), atOnce);
    }

    private FakeDestination(String name, Optional<Pace> pace, int atOnce) {
        this.name = name;
        this.pace = pace;
        this.atOnce = atOnce;
    }

    @Override
    public int atOnce() {
        return atOnce;
    }

    /** What came in one call, in order. */
    List<List<String>> calls() {
        return List.copyOf(calls);
    }

    /** A problem of one change is told of that one; an error that is none fails the whole call. */
    @Override
    public List<Response> deliverTogether(List<Change> changes) {
        calls.add(changes.stream().map(Change::payload).toList());
        return changes.stream().map(this::respond).toList();
    }

    private Response respond(Change change) {
        try {
            return new Response.Taken(deliver(change));
        } catch (Problem problem) {
            return new Response.NotTaken(problem);
        }
    }

    @Override
    public Optional<Pace> pace() {
        return pace;
    }

    void answers(Function<Change, String> how) {
        answer = how;
    }

    void refuses(Problem problem) {
        answer = change -> {
            throw problem;
        };
    }

    /** Answers late enough that others are sent meanwhile. */
    static String afterAWhile(Change change) {
        new CompletableFuture<Void>()
                .completeOnTimeout(null, 10, TimeUnit.MILLISECONDS)
                .join();
        return "{}";
    }

    void then(BiConsumer<Change, String> what) {
        follow = what;
    }

    void reset() {
        taken.clear();
        asked.clear();
        calls.clear();
        settled.clear();
        answer = change -> "{}";
        follow = (change, result) -> {};
    }

    List<String> taken() {
        return List.copyOf(taken);
    }

    List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return name.charAt(0) + name.substring(1).toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public String deliver(Change change) {
        asked.add(change.payload());
        String result = answer.apply(change);
        taken.add(change.payload());
        return result;
    }

    @Override
    public void delivered(Change change, String result) {
        follow.accept(change, result);
    }

    /** What was settled in one transaction, each time. */
    List<Set<String>> settled() {
        return List.copyOf(settled);
    }

    @Override
    public void deliveredTogether(Map<Change, String> results) {
        settled.add(results.keySet().stream().map(Change::payload).collect(Collectors.toSet()));
        Destination.super.deliveredTogether(results);
    }
}
