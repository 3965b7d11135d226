package dev.lockstep.sync;

import dev.lockstep.convex.ConvexClient;
import dev.lockstep.convex.ConvexToken;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.core.Problem;
import dev.lockstep.sync.outbox.ChangeState;
import dev.lockstep.sync.outbox.Outbox;
import dev.lockstep.sync.outbox.OutboxEntry;
import dev.lockstep.sync.outbox.Watchers;
import dev.lockstep.sync.push.PushLoop;
import dev.lockstep.sync.push.Pusher;
import dev.lockstep.sync.table.ChangeId;
import dev.lockstep.sync.table.OwnerId;
import dev.lockstep.sync.table.OwnerTokens;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.stereotype.Service;

/**
 * The door to the engine: watch what was recorded in {@link Changes} arrive, see what did not, send it again.
 */
@Service
public class Sync {

    private final Outbox outbox;
    private final Watchers watchers;
    private final Pusher pusher;
    private final PushLoop loop;
    private final Arrivals arrivals;
    private final ConvexClient convex;
    private final OwnerTokens tokens;

    Sync(
            Outbox outbox,
            Watchers watchers,
            Pusher pusher,
            PushLoop loop,
            Arrivals arrivals,
            ConvexClient convex,
            OwnerTokens tokens) {
        this.outbox = outbox;
        this.watchers = watchers;
        this.pusher = pusher;
        this.loop = loop;
        this.arrivals = arrivals;
        this.convex = convex;
        this.tokens = tokens;
    }

    /** Starts the background delivery now instead of within a second. */
    public void nudge() {
        loop.nudge();
    }

    /**
     * Delivers a group's changes in parallel, one virtual thread each, while a person waits.
     *
     * @param wait how long to wait at most; what has not arrived by then goes on in the background
     * @param progress told of each leg as soon as it is known, on a thread of the engine; must not block
     * @return one leg per destination, in the order in which the changes were recorded
     */
    public List<Leg> deliver(ChangeId group, Duration wait, Consumer<Leg> progress) {
        return arrivals.deliver(group, wait, progress);
    }

    /** What of this person's has not arrived everywhere, oldest first. */
    public List<Waiting> waiting(OwnerId owner) {
        return outbox.unsettled(owner).stream().map(this::waiting).toList();
    }

    /**
     * Calls back whenever one of this person's changes may have moved, from any thread; the callback must return fast.
     *
     * @return ends the watching
     */
    public Runnable watch(OwnerId owner, Runnable watcher) {
        return watchers.watch(owner, watcher);
    }

    /** Changes of all people that had trouble and have not arrived, newest first. */
    public List<Waiting> failures(int page, int size) {
        return outbox.troubled(page, size).stream().map(this::waiting).toList();
    }

    public long countFailures() {
        return outbox.countTroubled();
    }

    private Waiting waiting(OutboxEntry entry) {
        return Waiting.of(entry, pusher.title(entry.destination()));
    }

    /**
     * Sends a waiting or parked change again, now.
     *
     * @return where it stands afterwards; empty when it had already been settled
     */
    public Optional<Waiting> retry(ChangeId id) {
        if (!outbox.retry(id)) {
            return Optional.empty();
        }
        pusher.push(id, Pusher.Audience.NOBODY);
        return outbox.find(id)
                .filter(entry -> entry.state() == ChangeState.WAITING || entry.state() == ChangeState.PARKED)
                .map(this::waiting);
    }

    /** Like {@link #retry}, for the person whose change it is; somebody else's id looks like one that does not exist. */
    public Optional<Waiting> retryOwn(OwnerId owner, ChangeId id) {
        return outbox.find(id).filter(entry -> entry.owner().equals(owner)).flatMap(entry -> retry(id));
    }

    /** Tells the engine that this person has signed in: what waited for that goes out now. */
    public void signedIn(OwnerId owner) {
        outbox.wake(owner);
        loop.nudge();
    }

    /**
     * Asks the platform's deployment on this person's behalf.
     *
     * @throws Problem when there is no token or Convex does not answer
     */
    public ConvexValue query(OwnerId owner, String function, ConvexValue.Obj args) {
        var jwt = tokens.tokenFor(owner)
                .orElseThrow(() -> new Problem(
                        OwnerTokens.NOT_SIGNED_IN,
                        Problem.Kind.AUTH,
                        "Convex needs this person to be signed in.",
                        "Sign in and try again."));
        return convex.query(function, args, () -> new ConvexToken.User(jwt));
    }
}
