package dev.lockstep.sync;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Array;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.convex.value.ConvexValueException;
import dev.lockstep.core.Owner;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.change.Destination;
import dev.lockstep.outbox.change.Response;
import dev.lockstep.sync.table.OpCodec;
import dev.lockstep.sync.table.RecordId;
import dev.lockstep.sync.table.SyncedTable;
import dev.lockstep.sync.table.SyncedTables;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Carries changes of synced tables to Convex, hundreds of one owner in a call; each has an answer of its own. */
@Component
class SyncDestination implements Destination {

    static final String NAME = "SYNC";

    /** Of the 500 that the functions take: a call of these ends well within a second. */
    private static final int AT_ONCE = 250;

    /** Characters of one call: far below the 16 MiB that a mutation may be given and write, with what it keeps of each. */
    private static final long LONGEST_CALL = 1_000_000;

    private static final ConvexValue PROTOCOL = ConvexValue.number(1);

    private final SyncFunctions functions;
    private final SyncedTables tables;
    private final LocalCopy copy;

    SyncDestination(SyncFunctions functions, SyncedTables tables, LocalCopy copy) {
        this.functions = functions;
        this.tables = tables;
        this.copy = copy;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Convex";
    }

    @Override
    public int atOnce() {
        return AT_ONCE;
    }

    @Override
    public String deliver(Change change) {
        return switch (deliverTogether(List.of(change)).getFirst()) {
            case Response.Taken(String result) -> result;
            case Response.NotTaken(Problem problem) -> throw problem;
        };
    }

    @Override
    public List<Response> deliverTogether(List<Change> changes) {
        var responses = new ArrayList<Optional<Response>>(changes.size());
        var ops = new ArrayList<ConvexValue>(changes.size());
        for (Change change : changes) {
            if (!change.owner().equals(changes.getFirst().owner())) {
                throw new IllegalStateException("Bug: one call carries one owner's changes");
            }
            Optional<Response> unsendable = Optional.empty();
            try {
                ops.add(op(change));
            } catch (IllegalArgumentException e) {
                unsendable = Optional.of(new Response.NotTaken(unreadable(e)));
            }
            responses.add(unsendable);
        }
        Iterator<Response> answers = push(changes.getFirst().owner(), ops).iterator();
        return responses.stream()
                .map(unsendable -> unsendable.orElseGet(answers::next))
                .toList();
    }

    /** @throws Problem when not even the first call was taken */
    private List<Response> push(Owner owner, List<ConvexValue> ops) {
        var answers = new ArrayList<Response>(ops.size());
        for (List<ConvexValue> call : calls(ops)) {
            try {
                answers.addAll(call(owner, call));
            } catch (Problem problem) {
                if (answers.isEmpty()) {
                    throw problem;
                }
                call.forEach(op -> answers.add(new Response.NotTaken(problem)));
            }
        }
        return answers;
    }

    /** In their order, by what one call carries; whatever is larger goes alone. */
    private static List<List<ConvexValue>> calls(List<ConvexValue> ops) {
        var calls = new ArrayList<List<ConvexValue>>();
        long characters = Long.MAX_VALUE;
        for (ConvexValue op : ops) {
            long more = ConvexJson.encode(op).length();
            if (characters > LONGEST_CALL - more) {
                calls.add(new ArrayList<>());
                characters = 0;
            }
            calls.getLast().add(op);
            characters += more;
        }
        return calls;
    }

    private List<Response> call(Owner owner, List<ConvexValue> ops) {
        ConvexValue said = functions.mutate(
                owner,
                "sync:pushChanges",
                ConvexValue.object("protocol", PROTOCOL).with("ops", new Array(ops)));
        if (said instanceof Obj answer
                && answer.fields().get("answers") instanceof Array(var items)
                && items.size() == ops.size()) {
            return items.stream().map(SyncDestination::response).toList();
        }
        throw new IllegalStateException("Bug: sync:pushChanges answers each change");
    }

    private Obj op(Change change) {
        RecordId key = LocalCopy.key(change);
        return OpCodec.call(OpCodec.read(tables.get(key.table()), change.payload()))
                .with("opId", ConvexValue.text(change.id().toString()))
                .with("table", ConvexValue.text(key.table()))
                .with("clientId", ConvexValue.text(key.clientId()));
    }

    private static Response response(ConvexValue said) {
        Obj answer = (Obj) said;
        return switch (answer.text("status").orElse("")) {
            case "applied" -> new Response.Taken(ConvexJson.encode(answer));
            case "refused" ->
                new Response.NotTaken(refused((Obj) answer.fields().get("refusal")));
            default -> new Response.NotTaken(blocked());
        };
    }

    private static Problem refused(Obj refusal) {
        String sentence = refusal.text("message").orElse("Convex does not take this.");
        return new Refused(
                new ProblemCode(refusal.text("code").orElse("Refused")),
                sentence,
                refusal.text("field").map(field -> new Problem.Field(field, "Refused", sentence)).stream()
                        .toList());
    }

    private static final class Refused extends Problem {
        Refused(ProblemCode code, String sentence, List<Field> fields) {
            super(code, Kind.PERMANENT, sentence, "Correct it and try again.", fields, null, null);
        }
    }

    private static Problem blocked() {
        return new Problem(
                new ProblemCode("EarlierRefused"),
                Problem.Kind.TRANSIENT,
                "An earlier change of the same record was refused.",
                "Put that one right; this one follows by itself.");
    }

    /** Of a newer Lockstep, or edited by hand into something else: no system can do anything with it. */
    private static Problem unreadable(RuntimeException why) {
        return new Problem(
                new ProblemCode("UnreadableChange"),
                Problem.Kind.PERMANENT,
                "This change cannot be read: " + why.getMessage(),
                "Update Lockstep, or edit the change.",
                Problem.Words.with(String.valueOf(why.getMessage())));
    }

    @Override
    public Optional<String> problemWith(Change change, String payload) {
        Optional<SyncedTable> table = tables.find(LocalCopy.key(change).table());
        try {
            table.ifPresent(known -> OpCodec.read(known, payload));
            return table.isPresent() ? Optional.empty() : Optional.of("This Lockstep does not know the table.");
        } catch (ConvexValueException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void deliveredTogether(Map<Change, String> results) {
        var answers = new LinkedHashMap<Change, Obj>();
        results.forEach((change, result) -> answers.put(change, (Obj) ConvexJson.parse(result)));
        copy.arrived(answers);
    }
}
