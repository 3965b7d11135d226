package dev.lockstep.admin;

import dev.lockstep.account.webhook.Webhooks;
import dev.lockstep.admin.Operations.Administrator;
import dev.lockstep.audit.AuditEntry;
import dev.lockstep.audit.AuditTrail;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** What Clerk has sent, for administrators. Reading asks for the role, acting for its proof, and is remembered. */
@Service
public class WebhookDesk {

    private final Operations operations;
    private final Webhooks webhooks;
    private final AuditTrail audit;

    WebhookDesk(Operations operations, Webhooks webhooks, AuditTrail audit) {
        this.operations = operations;
        this.webhooks = webhooks;
        this.audit = audit;
    }

    /**
     * Whether webhooks arrive at all.
     *
     * @param open whether a signing secret is configured
     * @param lastReceived empty when none ever came
     * @param unsettled stored and not applied
     * @param refused since the start of this node, the newest first, at most 50
     */
    public record Heartbeat(
            boolean open, Optional<Instant> lastReceived, long unsettled, List<Webhooks.Refused> refused) {}

    /** On any thread. */
    public Heartbeat heartbeat(Administrator by) {
        operations.check(by);
        return new Heartbeat(webhooks.isOpen(), webhooks.lastReceived(), webhooks.countOpen(), webhooks.refused());
    }

    /** Newest first. */
    public List<Webhooks.Message> newest(Webhooks.Filter filter, int page, int size) {
        return newest(operations.administrator(), filter, page, size);
    }

    /** The same, on any thread. */
    public List<Webhooks.Message> newest(Administrator by, Webhooks.Filter filter, int page, int size) {
        operations.check(by);
        return webhooks.newest(filter, page, size);
    }

    /** On any thread. */
    public long count(Administrator by, Webhooks.Filter filter) {
        operations.check(by);
        return webhooks.count(filter);
    }

    /** Indented, without what Clerk keeps from people's eyes. */
    public Optional<String> payload(String id) {
        operations.administrator();
        return webhooks.payload(id);
    }

    /** Applies a message again, now; false when it is there no more. */
    public boolean replay(Administrator by, String id) {
        boolean found = webhooks.replay(id);
        if (found) {
            audit.addAlone(AuditEntry.general(by.id(), "webhook.replayed", id));
        }
        return found;
    }

    /** See {@link Operations#administrator}. */
    public Administrator administrator() {
        return operations.administrator();
    }

    /** Calls back when something may have come, on any thread. */
    public Runnable watch(Runnable watcher) {
        return webhooks.watch(watcher);
    }
}
