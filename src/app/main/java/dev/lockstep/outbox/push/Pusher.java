package dev.lockstep.outbox.push;

import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Owner;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.change.Destination;
import dev.lockstep.outbox.store.Claim;
import dev.lockstep.outbox.store.Claims;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Delivers changes: claim in a transaction, call outside of any, settle in another. At least once; in order per owner,
 * record and destination. Thread-safe.
 */
@Component
public class Pusher {

    /** Who is there when a destination says no to the content. */
    public enum Audience {
        /** The person waits at the form: a refused field goes back to it and the change is settled. */
        PERSON,
        /** Nobody: a refusal counts, and at the limit the change is parked for somebody to look at. */
        NOBODY
    }

    /** Quick answers come in bursts; waiting for the rest of one saves a transaction. */
    private static final long RIGHT_BEHIND_MILLIS = 1;

    private final Claims claims;
    private final Courier courier;
    private final Settlement settlement;
    private final Directory directory;
    private final PushPace pace;

    Pusher(Claims claims, Courier courier, Settlement settlement, Directory directory, PushPace pace) {
        this.claims = claims;
        this.courier = courier;
        this.settlement = settlement;
        this.directory = directory;
        this.pace = pace;
    }

    /** What people call this destination. */
    public String title(String destination) {
        return directory.title(destination);
    }

    /** What is wrong with this as the new content of a change, in a sentence; empty when it can be sent. */
    public Optional<String> problemWith(Change change, String payload) {
        return directory.find(change.destination()).flatMap(found -> found.problemWith(change, payload));
    }

    /** Delivers one change now, on the caller's thread. */
    public Delivery push(ChangeId id, Audience audience) {
        return claims.take(id).map(claim -> push(claim, audience)).orElseGet(Delivery.Held::new);
    }

    private Delivery push(Claim claim, Audience audience) {
        try (var op = Settlement.op(claim)) {
            return settlement.settle(courier.carry(claim), audience);
        }
    }

    /**
     * Delivers everything that is due, in rounds, until a round takes nothing.
     *
     * @return how many changes were dealt with: taken, not taken, or put off
     */
    public int runOnce() {
        int all = 0;
        RoundSize size = RoundSize.FIRST;
        while (true) {
            long start = System.nanoTime();
            List<Claim> due = claims.takeDue(size.changes());
            int round = due.isEmpty() ? 0 : pushAll(due);
            all += round;
            if (round == 0) {
                return all;
            }
            size = size.after(Duration.ofNanos(System.nanoTime() - start));
        }
    }

    /** Workers carry; this thread stores the answers, all that have come back at a time. */
    private int pushAll(List<Claim> due) {
        List<List<Claim>> loads = loads(due);
        try (ExecutorService threads = Executors.newFixedThreadPool(
                Math.min(pace.workers(), loads.size()),
                Thread.ofVirtual().name("push-", 0).factory())) {
            var back = new ExecutorCompletionService<List<Answer>>(threads);
            loads.forEach(load -> back.submit(() -> carry(load)));
            int settled = 0;
            for (int left = due.size(); left > 0; ) {
                List<Answer> answers = comeBack(back);
                left -= answers.size();
                settled += settlement.settleAll(answers);
            }
            return settled;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Bug: a push must settle its own failures", e.getCause());
        }
    }

    /** What is carried in one call: what one owner has for one destination, as much as that takes at once. */
    private List<List<Claim>> loads(List<Claim> due) {
        record Way(String destination, Owner owner) {}

        Map<Way, List<Claim>> byWay = due.stream()
                .collect(Collectors.groupingBy(
                        claim -> new Way(
                                claim.change().destination(), claim.change().owner()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        var loads = new ArrayList<List<Claim>>();
        byWay.forEach((way, claims) -> {
            int most =
                    directory.find(way.destination()).map(Destination::atOnce).orElse(1);
            for (int from = 0; from < claims.size(); from += most) {
                loads.add(claims.subList(from, Math.min(from + most, claims.size())));
            }
        });
        return loads;
    }

    /** Waits for one and brings whatever comes back right behind it. */
    private static List<Answer> comeBack(CompletionService<List<Answer>> back)
            throws InterruptedException, ExecutionException {
        var answers = new ArrayList<Answer>();
        for (Future<List<Answer>> next = back.take();
                next != null;
                next = back.poll(RIGHT_BEHIND_MILLIS, TimeUnit.MILLISECONDS)) {
            answers.addAll(next.get());
        }
        return answers;
    }

    /** On a worker's thread. */
    private List<Answer> carry(List<Claim> load) {
        try (var op = Settlement.op(load.getFirst())) {
            return courier.carry(load);
        }
    }
}
