package dev.lockstep.outbox;

import dev.lockstep.audit.AuditEntry;
import dev.lockstep.audit.AuditTrail;
import dev.lockstep.core.ChangeId;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.change.Comparison;
import dev.lockstep.outbox.change.SystemId;
import dev.lockstep.outbox.push.Pusher;
import dev.lockstep.outbox.store.Interventions;
import dev.lockstep.outbox.trouble.TroubledChange;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.stereotype.Service;

/**
 * What somebody may do about a change that does not arrive, besides sending it again: change what it says, let one system's
 * word stand, or give it up. Each is one transaction with its audit entry; systems are asked before it and told after it.
 */
@Service
public class Resolutions {

    /** The action of {@link #discard} in the audit trail. */
    static final String DISCARDED = "change.discarded";

    private static final int LONGEST_REASON = 500;

    private final Interventions interventions;
    private final Inspection inspection;
    private final AuditTrail trail;
    private final Pusher pusher;
    private final Changes changes;
    private final ExclusiveTransaction transaction;

    Resolutions(
            Interventions interventions,
            Inspection inspection,
            AuditTrail trail,
            Pusher pusher,
            Changes changes,
            ExclusiveTransaction transaction) {
        this.interventions = interventions;
        this.inspection = inspection;
        this.trail = trail;
        this.pusher = pusher;
        this.changes = changes;
        this.transaction = transaction;
    }

    /** What each place says about the record of a change; empty when nobody here can tell. Asks the systems. */
    public Optional<Comparison> compare(ChangeId id) {
        Change change = inspection.change(id);
        return inspection.of(change).map(inspector -> inspector.compare(change));
    }

    /**
     * Sends something else instead. What was sent under an id stays what it was, so the new content goes out under a new
     * one, in the old one's place.
     *
     * @param payload JSON
     * @return what has not arrived yet; empty when all systems agree
     * @throws Problem when the destination could not understand it, or the change has moved meanwhile
     */
    public List<TroubledChange> edit(String actor, ChangeId id, String payload) {
        Change before = inspection.change(id);
        pusher.problemWith(before, payload).ifPresent(sentence -> {
            throw refused("PayloadRefused", sentence);
        });
        ChangeId group = changes.newId();
        var after = new Change(
                changes.newId(),
                group,
                before.owner(),
                before.destination(),
                before.record(),
                payload,
                before.attachment());
        transaction.run(() -> {
            Change replaced = interventions.replace(id, after, Changes.HEAD_START);
            inspection.of(replaced).ifPresent(inspector -> inspector.edited(replaced, after));
            audit(actor, "change.edited", replaced, "goes on as " + after.id());
            audit(actor, "change.edited", after, "was " + id);
            return after;
        });
        return send(group);
    }

    /**
     * Lets what a system says stand everywhere, in place of the change.
     *
     * @return what has not arrived yet; empty when all systems agree
     * @throws Problem when the system does not answer, or the change has moved meanwhile
     */
    public List<TroubledChange> take(String actor, ChangeId id, SystemId system) {
        Change change = inspection.change(id);
        Consumer<ChangeId> store = inspection
                .of(change)
                .orElseThrow(() -> refused("NothingToTake", "This record is kept in one system only."))
                .take(change, system);
        ChangeId group = changes.newId();
        transaction.run(() -> {
            Change dropped = interventions.supersede(id);
            store.accept(group);
            audit(actor, "change.settled", dropped, "took what " + system.title() + " says");
            return dropped;
        });
        return send(group);
    }

    /**
     * Gives a change up; it is kept, and {@link #restore} takes this back.
     *
     * @param reason for whoever asks later, 1 to 500 characters
     */
    public void discard(String actor, ChangeId id, String reason) {
        String why = reason.strip();
        if (why.isEmpty() || why.length() > LONGEST_REASON) {
            throw refused("ReasonMissing", "Say why, in 1 to " + LONGEST_REASON + " characters.", LONGEST_REASON);
        }
        inspection.moved(transaction.run(() -> {
            Change dropped = interventions.discard(id);
            inspection.of(dropped).ifPresent(inspector -> inspector.moved(dropped));
            audit(actor, DISCARDED, dropped, why);
            return dropped;
        }));
    }

    /** Takes {@link #discard} back; a change that was waiting goes out again, a parked one is parked. */
    public void restore(String actor, ChangeId id) {
        inspection.moved(transaction.run(() -> {
            Change back = interventions.restore(id);
            inspection.of(back).ifPresent(inspector -> inspector.moved(back));
            audit(actor, "change.restored", back, "");
            return back;
        }));
    }

    private List<TroubledChange> send(ChangeId group) {
        inspection.waitingOf(group).forEach(id -> pusher.push(id, Pusher.Audience.NOBODY));
        return inspection.troubledOf(group);
    }

    private void audit(String actor, String action, Change change, String detail) {
        String said = detail.isEmpty() ? change.destination() : change.destination() + ", " + detail;
        trail.add(AuditEntry.about(actor, action, change.owner(), change.id(), said));
    }

    /** Why a change was discarded, of its entry in the audit trail. */
    static String reason(AuditEntry entry, String destination) {
        String before = destination + ", ";
        return entry.detail().startsWith(before) ? entry.detail().substring(before.length()) : "";
    }

    private static Problem refused(String code, String sentence, Object... arguments) {
        return new Problem(
                new ProblemCode(code),
                Problem.Kind.PERMANENT,
                sentence,
                "Correct it and try again.",
                Problem.Words.with(arguments));
    }
}
