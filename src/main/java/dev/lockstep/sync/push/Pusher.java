package dev.lockstep.sync.push;

import dev.lockstep.sync.outbox.Claim;
import dev.lockstep.sync.outbox.Claims;
import dev.lockstep.sync.table.Change;
import dev.lockstep.sync.table.ChangeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.MDC;
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

    private static final int BATCH = 100;

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
        // What is logged on the way, here and in the clients, names the change.
        try (var mdc = MDC.putCloseable("op", claim.change().id().toString())) {
            return settlement.settle(courier.carry(claim), audience);
        }
    }

    /**
     * Delivers everything that is due, in rounds, until a round takes nothing.
     *
     * @return how many changes were dealt with: taken, not taken, or put off
     */
    public int runOnce() {
        int sent = 0;
        while (true) {
            List<Claim> due = claims.takeDue(BATCH);
            int round = due.isEmpty() ? 0 : pushAll(due);
            sent += round;
            if (round == 0) {
                return sent;
            }
        }
    }

    private int pushAll(List<Claim> due) {
        try (ExecutorService threads = Executors.newFixedThreadPool(
                Math.min(pace.workers(), due.size()),
                Thread.ofVirtual().name("push-", 0).factory())) {
            List<Callable<Delivery>> calls = new ArrayList<>();
            due.forEach(claim -> calls.add(() -> push(claim, Audience.NOBODY)));
            int sent = 0;
            for (Future<Delivery> call : threads.invokeAll(calls)) {
                if (!(call.get() instanceof Delivery.Held)) {
                    sent++;
                }
            }
            return sent;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Bug: a push must settle its own failures", e.getCause());
        }
    }
}
