package dev.lockstep.outbox;

import dev.lockstep.outbox.change.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What one system has received from all nodes, in the order in which it came. Thread-safe. */
final class Recorder {

    private record Received(UUID id, String record, int number) {}

    private final List<Received> received = new ArrayList<>();

    synchronized int take(Change change) {
        received.add(new Received(
                change.id().value(), change.owner() + " " + change.record(), Integer.parseInt(change.payload())));
        return received.size();
    }

    synchronized int size() {
        return received.size();
    }

    synchronized int distinct() {
        return (int) received.stream().map(Received::id).distinct().count();
    }

    /** Repeats of a change by its id; the same content under another id counts as an error of {@link #disorder}. */
    synchronized int repeats() {
        return received.size() - distinct();
    }

    /** Whatever came after something younger of its record, or twice under two ids. */
    synchronized List<String> disorder() {
        var wrong = new ArrayList<String>();
        Map<String, Integer> last = new HashMap<>();
        Map<String, Set<UUID>> ids = new HashMap<>();
        for (Received one : received) {
            if (last.getOrDefault(one.record(), 0) > one.number()) {
                wrong.add(one + " came after " + last.get(one.record()));
            }
            last.merge(one.record(), one.number(), Math::max);
            Set<UUID> same = ids.computeIfAbsent(one.record() + "#" + one.number(), key -> new HashSet<>());
            if (same.add(one.id()) && same.size() > 1) {
                wrong.add(one + " came under two ids");
            }
        }
        return wrong;
    }
}
