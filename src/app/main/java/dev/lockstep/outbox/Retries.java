package dev.lockstep.outbox;

import dev.lockstep.audit.AuditEntry;
import dev.lockstep.audit.AuditTrail;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Problem;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.push.PushLoop;
import dev.lockstep.outbox.push.Pusher;
import dev.lockstep.outbox.store.Interventions;
import dev.lockstep.outbox.trouble.TroubledChange;
import dev.lockstep.outbox.trouble.Troubles;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Sending again what did not arrive, because somebody asked for it; who that was is remembered. */
@Service
public class Retries {

    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);
    private static final String RETRIED = "change.retried";
    private static final int BATCH = 500;

    private final Interventions interventions;
    private final Troubles troubles;
    private final AuditTrail trail;
    private final Pusher pusher;
    private final PushLoop loop;
    private final ExclusiveTransaction transaction;

    Retries(
            Interventions interventions,
            Troubles troubles,
            AuditTrail trail,
            Pusher pusher,
            PushLoop loop,
            ExclusiveTransaction transaction) {
        this.interventions = interventions;
        this.troubles = troubles;
        this.trail = trail;
        this.pusher = pusher;
        this.loop = loop;
        this.transaction = transaction;
    }

    /**
     * Sends a waiting or parked change again, now, on the caller's thread.
     *
     * @param actor the id of whoever asks
     * @return where it stands afterwards; empty when it has arrived
     * @throws Problem when it is settled, or being sent by somebody else
     */
    public Optional<TroubledChange> retry(String actor, ChangeId id) {
        LOG.info("Retry asked for change={} by={}", id, actor);
        transaction.run(() -> {
            Change change = interventions.again(id, Changes.HEAD_START);
            trail.add(AuditEntry.about(actor, RETRIED, change.owner(), id, change.destination()));
            return change;
        });
        pusher.push(id, Pusher.Audience.NOBODY);
        return troubles.find(id).filter(after -> after.trouble().isPresent());
    }

    /**
     * Makes all changes due now that go to this destination and had this answer; the background sends them.
     *
     * @param progress hears how many it is by now, on the caller's thread
     * @return how many there were
     */
    public long retryAll(String actor, String destination, String code, LongConsumer progress) {
        LOG.info("Retry of all asked for destination={} code={} by={}", destination, code, actor);
        long done = 0;
        Troubles.Place place = Troubles.Place.START;
        List<Troubles.Place> piece = troubles.ofKind(destination, code, place, BATCH);
        while (!piece.isEmpty()) {
            var ids = piece.stream().map(Troubles.Place::id).toList();
            done += transaction.run(() -> {
                int moved = interventions.again(ids);
                trail.addEach(actor, RETRIED, ids, destination + ", with all that had " + code);
                return moved;
            });
            loop.nudge();
            progress.accept(done);
            place = piece.getLast();
            piece = troubles.ofKind(destination, code, place, BATCH);
        }
        return done;
    }

    /** How many {@link #retryAll} would send again. */
    public long countKind(String destination, String code) {
        return troubles.countKind(destination, code);
    }
}
