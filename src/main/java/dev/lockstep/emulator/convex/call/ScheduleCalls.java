package dev.lockstep.emulator.convex.call;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.emulator.convex.call.ScheduledJob.State;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.key.DocumentId;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.store.Transaction;
import dev.lockstep.emulator.convex.wire.FunctionError;
import dev.lockstep.emulator.convex.wire.WireJson;
import tools.jackson.databind.JsonNode;

/**
 * {@code ctx.scheduler} on one transaction, for the code of one component: a job is a document, so it is there if and
 * only if the commit is.
 */
public final class ScheduleCalls {

    private static final int LIMIT = 1000;

    private final Transaction transaction;
    private final ComponentPath component;
    private int added;

    public ScheduleCalls(Transaction transaction, ComponentPath component) {
        this.transaction = transaction;
        this.component = component;
    }

    /**
     * @param arguments {@code {name | reference | functionHandle, args, ts}}, the time in seconds
     * @return the job's id as JSON
     */
    public String add(JsonNode arguments) {
        if (++added > LIMIT) {
            throw new FunctionError("Too many functions scheduled by this mutation (limit: " + LIMIT + ")");
        }
        // The protocol says seconds here, the documents say milliseconds.
        double scheduledTime = arguments.path("ts").asDouble() * 1000;
        String table = component.stored(DocumentStore.SCHEDULED);
        DocumentId id = transaction.mint(table);
        Address function = Address.of(arguments, component);
        transaction.insert(
                table, id, ScheduledJob.pending(function, component, Lookup.arguments(arguments), scheduledTime));
        return WireJson.node(ConvexValue.text(id.text())).toString();
    }

    String cancel(JsonNode arguments) {
        String text = arguments.path("id").asString("");
        Document job = DocumentId.parse(text)
                .flatMap(transaction::get)
                .orElseThrow(() -> new FunctionError(
                        "Invalid argument `id` for `scheduler.cancel`: no scheduled function \"" + text + "\""));
        if (ScheduledJob.isIn(State.PENDING, job)) {
            transaction.replace(job, job.value().with("state", State.CANCELED.value()));
        }
        return "null";
    }
}
