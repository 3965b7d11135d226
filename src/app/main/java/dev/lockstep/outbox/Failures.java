package dev.lockstep.outbox;

import dev.lockstep.audit.AuditRecord;
import dev.lockstep.audit.AuditTrail;
import dev.lockstep.core.ChangeId;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.push.Pusher;
import dev.lockstep.outbox.store.Outbox;
import dev.lockstep.outbox.store.Watchers;
import dev.lockstep.outbox.trouble.Attempt;
import dev.lockstep.outbox.trouble.Attempts;
import dev.lockstep.outbox.trouble.Tally;
import dev.lockstep.outbox.trouble.TroubleFilter;
import dev.lockstep.outbox.trouble.TroubledChange;
import dev.lockstep.outbox.trouble.Troubles;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Changes of all people that do not arrive, for those who look after them. Only reads; {@link Resolutions} acts. */
@Service
public class Failures {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Troubles troubles;
    private final Attempts attempts;
    private final AuditTrail trail;
    private final Outbox outbox;
    private final Pusher pusher;
    private final Watchers watchers;

    Failures(Troubles troubles, Attempts attempts, AuditTrail trail, Outbox outbox, Pusher pusher, Watchers watchers) {
        this.troubles = troubles;
        this.attempts = attempts;
        this.trail = trail;
        this.outbox = outbox;
        this.pusher = pusher;
        this.watchers = watchers;
    }

    /**
     * All that is known of one change here.
     *
     * @param payload indented
     * @param attachment how many bytes travel with it, 0 when none do or when they have arrived
     * @param attempts of troubled changes only
     */
    public record Detail(
            TroubledChange change,
            String title,
            String payload,
            int attachment,
            List<Attempt> attempts,
            List<AuditRecord> audit) {}

    /** The latest trouble first. */
    public List<TroubledChange> page(TroubleFilter filter, int offset, int limit) {
        return troubles.page(filter, offset, limit);
    }

    public long count(TroubleFilter filter) {
        return troubles.count(filter);
    }

    /** How many have not been given up. */
    public long count() {
        return troubles.count(TroubleFilter.ALL);
    }

    /** How many of everything there are among these people and in this time, whatever else the filter names. */
    public List<Tally> tallies(TroubleFilter filter) {
        return troubles.tallies(filter);
    }

    /** How many wait for somebody. */
    public long parked() {
        return troubles.parked();
    }

    /** What people call this destination. */
    public String title(String destination) {
        return pusher.title(destination);
    }

    /** Empty when there is no such change. */
    public Optional<Detail> detail(ChangeId id) {
        Optional<Change> carried = outbox.change(id);
        return troubles.find(id)
                .flatMap(change -> carried.map(found -> new Detail(
                        change,
                        title(change.destination()),
                        indented(found.payload()),
                        found.attachment().map(bytes -> bytes.length).orElse(0),
                        attempts.of(id),
                        trail.of(id))));
    }

    private static String indented(String payload) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(JSON.readTree(payload));
        } catch (JacksonException e) {
            return payload;
        }
    }

    /**
     * Calls back when changes may have moved: at each, however many move at once. From any thread; the callback must return
     * fast.
     *
     * @return ends the watching
     */
    public Runnable watch(Runnable watcher) {
        return watchers.watchAll(watcher);
    }
}
