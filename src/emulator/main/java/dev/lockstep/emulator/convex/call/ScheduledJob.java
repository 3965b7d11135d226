package dev.lockstep.emulator.convex.call;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.emulator.convex.code.FunctionPath;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.key.DocumentId;
import dev.lockstep.emulator.convex.key.IndexName;
import dev.lockstep.emulator.convex.key.Interval;
import dev.lockstep.emulator.convex.key.OrderedKey;
import dev.lockstep.emulator.convex.store.Document;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.store.Transaction;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A call that waits for its time, as its document in {@code _scheduled_functions} says.
 *
 * @param due when to run it, at the earliest
 */
public record ScheduledJob(DocumentId id, FunctionPath path, Obj args, Instant due) {

    /** Where a job is on its way. */
    public enum State {
        PENDING("pending"),
        RUNNING("inProgress"),
        SUCCESS("success"),
        FAILED("failed"),
        CANCELED("canceled");

        private final String kind;

        State(String kind) {
            this.kind = kind;
        }

        Obj value() {
            return ConvexValue.object("kind", ConvexValue.text(kind));
        }
    }

    /** @param component whose job it is; the function may be another component's */
    static Obj pending(Address address, ComponentPath component, Obj args, double scheduledTime) {
        return ConvexValue.object("name", ConvexValue.text(address.name(component)))
                .with("args", ConvexValue.array(args))
                .with("scheduledTime", ConvexValue.number(scheduledTime))
                .with("state", State.PENDING.value());
    }

    /** The job in this state that is due first, the app's and its components' alike. */
    public static Optional<ScheduledJob> first(State state, Transaction transaction, List<DocumentId> except) {
        return transaction.view().tables().stream()
                .filter(DocumentStore::isScheduled)
                .flatMap(table -> first(table, state, transaction, except).stream())
                .min(Comparator.comparing(ScheduledJob::due));
    }

    private static Optional<ScheduledJob> first(
            String table, State state, Transaction transaction, List<DocumentId> except) {
        var scan = transaction.scan(
                new IndexName(table, DocumentStore.SCHEDULED_BY_STATE),
                Interval.prefix(OrderedKey.of(List.of(ConvexValue.text(state.kind)))),
                dev.lockstep.emulator.convex.key.Direction.ASCENDING);
        for (var next = scan.next(); next.isPresent(); next = scan.next()) {
            if (!except.contains(next.get().id())) {
                return next.map(document -> of(document, ComponentPath.ofStored(table)));
            }
        }
        return Optional.empty();
    }

    /**
     * Moves the job on.
     *
     * @param error for {@link State#FAILED}
     * @return false, and nothing is changed, when it is not in the state that was expected
     */
    public boolean move(State from, State to, Optional<String> error, Instant now, Transaction transaction) {
        Optional<Document> document = transaction.get(id).filter(found -> isIn(from, found));
        document.ifPresent(found -> {
            Obj state = to.value();
            Obj next = found.value()
                    .with(
                            "state",
                            error.map(text -> state.with("error", ConvexValue.text(text)))
                                    .orElse(state));
            transaction.replace(
                    found,
                    to == State.RUNNING ? next : next.with("completedTime", ConvexValue.number(now.toEpochMilli())));
        });
        return document.isPresent();
    }

    static boolean isIn(State state, Document document) {
        return document.value().field("state").filter(state.value()::equals).isPresent();
    }

    private static ScheduledJob of(Document document, ComponentPath component) {
        Obj value = document.value();
        Obj args =
                value.field("args").orElseThrow() instanceof Array(var items) && items.getFirst() instanceof Obj object
                        ? object
                        : ConvexValue.emptyObject();
        return new ScheduledJob(
                document.id(),
                Address.ofName(value.text("name").orElseThrow(), component).path(),
                args,
                Instant.ofEpochMilli(value.number("scheduledTime").orElseThrow().longValue()));
    }
}
