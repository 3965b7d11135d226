package dev.lockstep.emulator.convex.call;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.DocumentId;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.store.Transaction;
import dev.lockstep.emulator.convex.wire.FunctionError;
import dev.lockstep.emulator.convex.wire.WireJson;
import tools.jackson.databind.JsonNode;

/** {@code ctx.scheduler} on one transaction: a job is a document, so it is there if and only if the commit is. */
final class ScheduleCalls {

    private final Transaction transaction;

    ScheduleCalls(Transaction transaction) {
        this.transaction = transaction;
    }

    String add(JsonNode arguments) {
        // The protocol says seconds here, the documents say milliseconds.
        double scheduledTime = arguments.path("ts").asDouble() * 1000;
        Obj job = ConvexValue.object(
                        "name", ConvexValue.text(Lookup.address(arguments).toString()))
                .with("args", ConvexValue.array(Lookup.arguments(arguments)))
                .with("scheduledTime", ConvexValue.number(scheduledTime))
                .with("state", state("pending"));
        DocumentId id = transaction.mint(DocumentStore.SCHEDULED);
        transaction.insert(DocumentStore.SCHEDULED, id, job);
        return WireJson.node(ConvexValue.text(id.text())).toString();
    }

    String cancel(JsonNode arguments) {
        String text = arguments.path("id").asString("");
        Document job = DocumentId.parse(text)
                .flatMap(transaction::get)
                .orElseThrow(() -> new FunctionError(
                        "Invalid argument `id` for `scheduler.cancel`: no scheduled function \"" + text + "\""));
        if (isPending(job)) {
            transaction.replace(job, job.value().with("state", state("canceled")));
        }
        return "null";
    }

    static boolean isPending(Document job) {
        return job.value().field("state").filter(state("pending")::equals).isPresent();
    }

    static Obj state(String kind) {
        return ConvexValue.object("kind", ConvexValue.text(kind));
    }
}
