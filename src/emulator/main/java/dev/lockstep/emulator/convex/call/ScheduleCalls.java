package dev.lockstep.emulator.convex.call;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.emulator.convex.call.ScheduledJob.State;
import dev.lockstep.emulator.convex.code.AppCode;
import dev.lockstep.emulator.convex.code.CodeVersion;
import dev.lockstep.emulator.convex.code.FunctionPath;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.key.DocumentId;
import dev.lockstep.emulator.convex.limit.Usage.Metric;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.store.Transaction;
import dev.lockstep.emulator.convex.wire.FunctionError;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * {@code ctx.scheduler} on one transaction, for the code of one component: a job is a document, so it is there if and
 * only if the commit is.
 */
public final class ScheduleCalls {

    /** Five years that are all leap years. */
    private static final Duration FARTHEST = Duration.ofDays(5 * 366);

    private final Transaction transaction;
    private final ComponentPath component;
    private final Optional<AppCode> app;

    /** For cron jobs, whose functions may be gone when their time comes. */
    public ScheduleCalls(Transaction transaction, ComponentPath component) {
        this(transaction, component, Optional.empty());
    }

    /** For running code, which hears at once that it names a function which is not there. */
    ScheduleCalls(Transaction transaction, Frame frame) {
        this(transaction, frame.component(), Optional.of(frame.app()));
    }

    private ScheduleCalls(Transaction transaction, ComponentPath component, Optional<AppCode> app) {
        this.transaction = transaction;
        this.component = component;
        this.app = app;
    }

    /**
     * @param arguments {@code {name | reference | functionHandle, args, ts}}, the time in seconds
     * @return the job's id as JSON
     */
    public String add(JsonNode arguments) {
        transaction.usage().add(Metric.FUNCTIONS_SCHEDULED, 1);
        transaction
                .usage()
                .add(
                        Metric.SCHEDULED_ARGS_BYTES,
                        arguments.path("args").toString().length());
        // The protocol says seconds here, the documents say milliseconds.
        double scheduledTime = arguments.path("ts").asDouble() * 1000;
        String table = component.stored(DocumentStore.SCHEDULED);
        DocumentId id = transaction.mint(table);
        Address function = Address.of(arguments, component);
        app.ifPresent(code -> {
            requireNear(scheduledTime);
            requireFunction(function.path(), code);
        });
        transaction.insert(
                table, id, ScheduledJob.pending(function, component, Lookup.arguments(arguments), scheduledTime));
        return WireJson.node(ConvexValue.text(id.text())).toString();
    }

    private void requireNear(double scheduledTime) {
        double ahead = scheduledTime - transaction.began();
        if (Math.abs(ahead) > FARTHEST.toMillis()) {
            throw new FunctionError(Instant.ofEpochMilli((long) scheduledTime) + " is more than 5 years in the "
                    + (ahead > 0 ? "future" : "past"));
        }
    }

    private static void requireFunction(FunctionPath path, AppCode app) {
        CodeVersion code = app.require(path.component());
        if (!code.modules().containsKey(path.module())) {
            String owner = path.component().isRoot() ? "" : path.component() + " ";
            throw new FunctionError("Attempted to schedule function at nonexistent path: " + owner + path.module());
        }
        if (code.function(path).isEmpty()) {
            throw new FunctionError("Attempted to schedule function, but no exported function " + path.function()
                    + " found in the file: " + path.module() + ". Did you forget to export it?");
        }
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
