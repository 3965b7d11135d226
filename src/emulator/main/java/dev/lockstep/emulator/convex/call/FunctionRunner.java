package dev.lockstep.emulator.convex.call;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.emulator.convex.code.AppCode;
import dev.lockstep.emulator.convex.code.FunctionKind;
import dev.lockstep.emulator.convex.code.FunctionPath;
import dev.lockstep.emulator.convex.code.FunctionSpec;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.script.LogLine;
import dev.lockstep.emulator.convex.script.ScriptError;
import dev.lockstep.emulator.convex.script.ScriptPool;
import dev.lockstep.emulator.convex.script.SealedBuiltIns;
import dev.lockstep.emulator.convex.storage.StorageCalls;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.store.Snapshot;
import dev.lockstep.emulator.convex.store.Transaction;
import dev.lockstep.emulator.convex.store.Transactions;
import dev.lockstep.emulator.convex.web.Fetcher;
import dev.lockstep.emulator.convex.wire.FunctionError;
import dev.lockstep.emulator.convex.wire.Refusal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Runs the functions of one deployment, on the thread that asks.
 *
 * <p>Thread-safe. Errors of functions are {@link Outcome.Failure}; what is wrong beside them is a {@link Refusal}.
 */
public final class FunctionRunner {

    private final Transactions transactions;
    private final DocumentStore store;
    private final Code code;
    private final Invocation invocation;
    private final Surroundings surroundings;
    private final Function<FunctionPath, Optional<BuiltIn>> builtIns;
    private final Fetcher fetcher = new Fetcher();

    /**
     * What functions are made of.
     *
     * @param current the code that calls begin with now
     */
    public record Code(ScriptPool scripts, Supplier<AppCode> current, CallLimits limits) {}

    /**
     * What functions reach beside documents.
     *
     * @param workers runs what actions wait for; must not be bounded, or actions that call actions could starve
     * @param storage the files of a component
     */
    public record Surroundings(Executor workers, Function<ComponentPath, StorageCalls> storage) {}

    /** @param builtIns the functions below {@code _system/} */
    public FunctionRunner(
            Transactions transactions,
            Code code,
            Invocation invocation,
            Surroundings surroundings,
            Function<FunctionPath, Optional<BuiltIn>> builtIns) {
        this.transactions = transactions;
        this.store = transactions.store();
        this.code = code;
        this.invocation = invocation;
        this.surroundings = surroundings;
        this.builtIns = builtIns;
    }

    /** Runs a function on the latest data. */
    public Outcome run(FunctionCall call) {
        return run(call, store.latest());
    }

    /** Runs a function; a query reads this snapshot, the other kinds the latest data. */
    public Outcome run(FunctionCall call, Snapshot snapshot) {
        var lines = new ArrayList<LogLine>();
        try {
            AppCode current = code.current().get();
            Optional<BuiltIn> builtIn = BuiltIn.of(call, builtIns);
            if (builtIn.isPresent()) {
                return builtIn.get().kind() == FunctionKind.QUERY
                        ? runQuery(call, snapshot, Optional.empty()).outcome()
                        : runMutationAfter(call, transaction -> true).orElseThrow();
            }
            FunctionSpec spec = Lookup.find(call, current);
            return switch (spec.kind()) {
                case QUERY -> runQuery(call, snapshot, Optional.empty()).outcome();
                case MUTATION -> runMutationAfter(call, transaction -> true).orElseThrow();
                case ACTION -> {
                    try (Frame frame = frame(call, spec, current, lines, Notes.none())) {
                        yield new Outcome.Success(
                                act(frame), lines, store.latest().ts());
                    }
                }
            };
        } catch (FunctionError e) {
            return failure(e, lines);
        }
    }

    /** Runs an HTTP action; its answer goes to the reply as it is made. The outcome's value is null. */
    public Outcome runHttp(HttpCall http, HttpCall.Reply reply) {
        var lines = new ArrayList<LogLine>();
        FunctionCall call = http.call();
        var spec = new FunctionSpec(
                call.path(),
                FunctionKind.ACTION,
                FunctionSpec.Visibility.PUBLIC,
                null,
                null,
                "{\"type\":\"any\"}",
                "null");
        try (Frame frame = frame(call, spec, code.current().get(), lines, Notes.none());
                var action = new ActionHost(frame, this, surroundings.workers(), fetcher)) {
            invocation.invokeHttp(http, frame, new HttpHost(action, reply));
            return new Outcome.Success(ConvexValue.NULL, lines, store.latest().ts());
        } catch (ScriptError e) {
            return new Outcome.Failure(e.message(), e.data().map(ConvexJson::parse), lines);
        } catch (FunctionError e) {
            return failure(e, lines);
        }
    }

    /**
     * Runs a query for a subscription.
     *
     * @param journal of an earlier run
     */
    public QueryRun runQuery(FunctionCall call, Snapshot snapshot, Optional<String> journal) {
        var lines = new ArrayList<LogLine>();
        var notes = new Notes(journal);
        var transaction = store.begin(snapshot);
        Outcome outcome;
        try {
            ConvexValue value = work(call).run(transaction, lines, notes);
            outcome = new Outcome.Success(value, lines, transaction.ts());
        } catch (FunctionError e) {
            outcome = failure(e, lines);
        }
        return new QueryRun(outcome, transaction.reads(), notes.journal(), notes.timely());
    }

    /** A query or mutation called by another: part of its transaction; a failure takes back what it wrote. */
    ConvexValue runInside(FunctionCall call, Frame outer, Transaction transaction) {
        if (outer.depth() >= Frame.MAX_DEPTH) {
            throw new FunctionError("Cross component call depth limit exceeded: functions call each other more than "
                    + Frame.MAX_DEPTH + " deep");
        }
        FunctionSpec spec = Lookup.find(call, outer.app());
        var savepoint = transaction.savepoint();
        try {
            return inTransaction(outer.inner(call, spec), transaction);
        } catch (FunctionError e) {
            transaction.rollback(savepoint);
            throw e;
        }
    }

    /** A function called by an action: an execution of its own, on the latest data. */
    ConvexValue runFromAction(FunctionCall call, Frame outer) {
        FunctionCall child = call.executedFor(outer.call(), newExecutionId());
        return switch (invocation.observer().observed(child, () -> run(child))) {
            case Outcome.Success success -> success.value();
            case Outcome.Failure failure ->
                throw new FunctionError(
                        failure.message(),
                        failure.data().map(ConvexJson::encode).orElse(null));
        };
    }

    /**
     * Runs a mutation with more reads and writes before it in the same transaction: all happen or nothing does.
     *
     * @param first false ends the transaction without running the function
     * @return empty when {@code first} said so
     */
    public Optional<Outcome> runMutationAfter(FunctionCall call, Predicate<Transaction> first) {
        return runMutationBetween(call, first, (transaction, success) -> {});
    }

    /**
     * The same with more writes after it, too.
     *
     * @param last sees the success before it is committed, without its timestamp; not called for a failure
     */
    public Optional<Outcome> runMutationBetween(
            FunctionCall call, Predicate<Transaction> first, BiConsumer<Transaction, Outcome.Success> last) {
        var lines = new ArrayList<LogLine>();
        try {
            Work work = work(call);
            return transactions.retrying(() -> {
                lines.clear();
                var transaction = store.begin();
                if (!first.test(transaction)) {
                    return Optional.empty();
                }
                ConvexValue value = work.run(transaction, lines, Notes.none());
                last.accept(transaction, new Outcome.Success(value, lines, 0));
                return Optional.of(new Outcome.Success(value, lines, store.commit(transaction)));
            });
        } catch (FunctionError e) {
            return Optional.of(failure(e, lines));
        }
    }

    private String newExecutionId() {
        return HexFormat.of().toHexDigits(invocation.random().nextLong());
    }

    Transactions transactions() {
        return transactions;
    }

    StorageCalls storage(Frame frame) {
        return surroundings.storage().apply(frame.component());
    }

    /** A query or mutation, found and ready to run as often as it takes. */
    private interface Work {
        ConvexValue run(Transaction transaction, List<LogLine> lines, Notes notes);
    }

    private Work work(FunctionCall call) {
        Optional<BuiltIn> builtIn = BuiltIn.of(call, builtIns);
        if (builtIn.isPresent()) {
            return (transaction, lines, notes) ->
                    builtIn.get().body().run(call.path().component(), transaction, call.args());
        }
        AppCode current = code.current().get();
        FunctionSpec spec = Lookup.find(call, current);
        return (transaction, lines, notes) -> {
            try (Frame frame = frame(call, spec, current, lines, notes)) {
                return inTransaction(frame, transaction);
            }
        };
    }

    private Frame frame(FunctionCall call, FunctionSpec spec, AppCode current, List<LogLine> lines, Notes notes) {
        return new Frame(call, spec, current, code.scripts().lease(code.limits().time(spec.kind())), 0, lines, notes);
    }

    private static Outcome failure(FunctionError error, List<LogLine> lines) {
        return new Outcome.Failure(error.message(), error.data().map(ConvexJson::parse), lines);
    }

    private ConvexValue inTransaction(Frame frame, Transaction transaction) {
        Lookup.checkArgs(frame.spec(), frame.call().args(), transaction.view());
        String json = invoke(frame, transaction);
        return Lookup.checkedResult(frame.spec(), json, transaction.view());
    }

    private String invoke(Frame frame, Transaction transaction) {
        var savepoint = transaction.savepoint();
        try {
            return invokeOnce(frame, transaction);
        } catch (SealedBuiltIns e) {
            transaction.rollback(savepoint);
            return invokeOnce(frame, transaction);
        }
    }

    private String invokeOnce(Frame frame, Transaction transaction) {
        var host = new TransactionHost(transaction, frame, this);
        try {
            return invocation.invoke(frame, host);
        } finally {
            // What it read counts, and is depended on, however it ended.
            host.finish();
        }
    }

    private ConvexValue act(Frame frame) {
        Lookup.checkArgs(frame.spec(), frame.call().args(), store.latest());
        try (var host = new ActionHost(frame, this, surroundings.workers(), fetcher)) {
            return Lookup.checkedResult(frame.spec(), invocation.invoke(frame, host), store.latest());
        }
    }
}
