package dev.lockstep.outbox;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Problem;
import dev.lockstep.outbox.engine.ChangeState;
import dev.lockstep.outbox.engine.Entry;
import dev.lockstep.outbox.push.Delivery;
import dev.lockstep.outbox.push.Pusher;
import dev.lockstep.outbox.store.Outbox;
import dev.lockstep.outbox.store.Watchers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Delivers a group of changes while its person waits: all at once, each on its own virtual thread, and with them what
 * their answers brought about (a stored picture's address, for example), until all have arrived or the time is up.
 */
@Component
class Arrivals {

    private final Outbox outbox;
    private final Watchers watchers;
    private final Pusher pusher;
    private final Clock clock;

    Arrivals(Outbox outbox, Watchers watchers, Pusher pusher, Clock clock) {
        this.outbox = outbox;
        this.watchers = watchers;
        this.pusher = pusher;
        this.clock = clock;
    }

    List<Leg> deliver(ChangeId group, Duration wait, Consumer<Leg> progress) {
        return new Round(group, wait, progress).run();
    }

    /** What the round waits for. */
    private sealed interface News {

        /** A delivery of this round ended; null when even its bookkeeping failed. */
        record Answered(ChangeId id, @Nullable Delivery delivery) implements News {}

        /** A change of the same person moved, by this round or by somebody else. */
        record Moved() implements News {}
    }

    /** One call's state; confined to the calling thread but for the queue of answers. */
    private final class Round {

        private final ChangeId group;
        private final Instant started = clock.instant();
        private final Instant deadline;
        private final Consumer<Leg> progress;
        private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
        private final Set<ChangeId> inFlight = new HashSet<>();
        /** Not sent because something else goes first; tried again once anything has moved. */
        private final Set<ChangeId> held = new HashSet<>();

        private final Map<ChangeId, Problem> problems = new HashMap<>();
        private final Map<String, Leg> told = new LinkedHashMap<>();

        Round(ChangeId group, Duration wait, Consumer<Leg> progress) {
            this.group = group;
            this.deadline = started.plus(wait);
            this.progress = progress;
        }

        List<Leg> run() {
            List<Entry> entries = outbox.group(group);
            if (entries.isEmpty()) {
                return List.of();
            }
            Runnable unwatch = watchers.watch(entries.getFirst().owner(), () -> news.add(new News.Moved()));
            try {
                send();
                while (!inFlight.isEmpty() || somethingGoesFirst()) {
                    News next = nextNews();
                    if (next == null) {
                        break;
                    }
                    take(next);
                    tell();
                    send();
                }
            } finally {
                unwatch.run();
            }
            tell();
            return List.copyOf(told.values());
        }

        private void take(News next) {
            switch (next) {
                case News.Moved() -> held.clear();
                case News.Answered(var id, var delivery) -> {
                    inFlight.remove(id);
                    if (delivery instanceof Delivery.NotTaken(Problem problem)) {
                        problems.put(id, problem);
                    } else if (!(delivery instanceof Delivery.Taken)) {
                        held.add(id);
                    }
                }
            }
        }

        /** Whether a change of this group is held up for a moment only, so that waiting for it makes sense. */
        private boolean somethingGoesFirst() {
            return held.stream().anyMatch(id -> outbox.hold(id) == Outbox.Hold.MOMENTARY);
        }

        /** Sends whatever of the group may go now: what is new, and what an older change held up until now. */
        private void send() {
            // What went first may have gone between the claim and the answer to it.
            held.removeIf(id -> outbox.hold(id) == Outbox.Hold.NONE);
            for (Entry entry : outbox.group(group)) {
                boolean tried = problems.containsKey(entry.id()) || held.contains(entry.id());
                if (entry.state() == ChangeState.WAITING && !tried && inFlight.add(entry.id())) {
                    Thread.ofVirtual().name("save-" + entry.destination()).start(() -> push(entry.id()));
                }
            }
        }

        private void push(ChangeId id) {
            Delivery delivery = null;
            try {
                delivery = pusher.push(id, Pusher.Audience.PERSON);
            } finally {
                news.add(new News.Answered(id, delivery));
            }
        }

        private @Nullable News nextNews() {
            try {
                long left = Duration.between(clock.instant(), deadline).toMillis();
                return news.poll(Math.max(0, left), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }

        private void tell() {
            Map<String, List<Entry>> byDestination = new LinkedHashMap<>();
            for (Entry entry : outbox.group(group)) {
                byDestination
                        .computeIfAbsent(entry.destination(), key -> new ArrayList<>())
                        .add(entry);
            }
            byDestination.forEach((destination, entries) -> {
                Leg before = told.get(destination);
                Outcome outcome = outcome(entries);
                if (before == null || !before.outcome().equals(outcome)) {
                    var took = Duration.between(started, clock.instant());
                    var leg = new Leg(destination, pusher.title(destination), outcome, took);
                    told.put(destination, leg);
                    progress.accept(leg);
                }
            });
        }

        /** The worst of a destination's changes is its outcome: saved means all of it is. */
        private Outcome outcome(List<Entry> entries) {
            Optional<Entry> rejected = first(entries, ChangeState.REJECTED);
            if (rejected.isPresent()) {
                Problem problem = problems.get(rejected.get().id());
                String reason = rejected.get().error().orElse("");
                return new Outcome.Rejected(reason, problem == null ? List.of() : problem.fields());
            }
            Optional<Entry> open = first(entries, ChangeState.WAITING).or(() -> first(entries, ChangeState.PARKED));
            return open.<Outcome>map(this::queued).orElseGet(Outcome.Saved::new);
        }

        private Outcome queued(Entry entry) {
            if (inFlight.contains(entry.id())) {
                return new Outcome.Queued("still sending", Optional.empty());
            }
            if (entry.state() == ChangeState.PARKED) {
                return new Outcome.Queued(entry.error().orElse("stopped"), Optional.empty());
            }
            String reason = entry.error().orElse("an earlier change goes first");
            return new Outcome.Queued(reason, Optional.of(entry.times().nextAttempt()));
        }

        private static Optional<Entry> first(List<Entry> entries, ChangeState state) {
            return entries.stream().filter(entry -> entry.state() == state).findFirst();
        }
    }
}
