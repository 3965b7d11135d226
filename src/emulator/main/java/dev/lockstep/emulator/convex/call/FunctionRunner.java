package dev.lockstep.emulator.convex.call;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.emulator.convex.code.AppCode;
import dev.lockstep.emulator.convex.code.FunctionKind;
import dev.lockstep.emulator.convex.code.FunctionPath;
import dev.lockstep.emulator.convex.code.FunctionSpec;
import dev.lockstep.emulator.convex.code.PushedModule;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.node.NodeRuntime;
import dev.lockstep.emulator.convex.query.VectorSearch;
import dev.lockstep.emulator.convex.script.LogLine;
import dev.lockstep.emulator.convex.script.Script;
import dev.lockstep.emulator.convex.script.ScriptError;
import dev.lockstep.emulator.convex.script.ScriptHost;
import dev.lockstep.emulator.convex.script.ScriptPool;
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
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/**
 * Runs the functions of one deployment, on the thread that asks.
 *
 * <p>Thread-safe. Errors of functions are {@link Outcome.Failure}; what is wrong beside them is a {@link Refusal}.
 */
public final class FunctionRunner {

    /** Where an app or a component has its router. */
    public static final String HTTP_MODULE = "http.js";

    private final Transactions transactions;
    private final DocumentStore store;
    private final ScriptPool scripts;
    private final Supplier<AppCode> code;
    private final CallLimits limits;
    private final Executor workers;
    private final RandomGenerator random;
    private final Function<ComponentPath, StorageCalls> storage;
    private final Function<FunctionPath, Optional<BuiltIn>> builtIns;
    private final CallObserver observer;
    private final NodeRuntime node;
    private final Fetcher fetcher = new Fetcher();

    /**
     * @param workers runs what actions wait for; must not be bounded, or actions that call actions could starve
     * @param storage the files of a component
     * @param builtIns the functions below {@code _system/}
     * @param observer hears what actions log and call, while they run
     * @param node runs modules that say "use node"
     */
    public FunctionRunner(
            Transactions transactions,
            ScriptPool scripts,
            Supplier<AppCode> code,
            CallLimits limits,
            Executor workers,
            RandomGenerator random,
            Function<ComponentPath, StorageCalls> storage,
            Function<FunctionPath, Optional<BuiltIn>> builtIns,
            CallObserver observer,
            NodeRuntime node) {
        this.transactions = transactions;
        this.store = transactions.store();
        this.scripts = scripts;
        this.code = code;
        this.limits = limits;
        this.workers = workers;
        this.random = random;
        this.storage = storage;
        this.builtIns = builtIns;
        this.observer = observer;
        this.node = node;
    }

    /** Runs a function on the latest data. */
    public Outcome run(FunctionCall call) {
        return run(call, store.latest());
    }

    /** Runs a function; a query reads this snapshot, the other kinds the latest data. */
    public Outcome run(FunctionCall call, Snapshot snapshot) {
        var lines = new ArrayList<LogLine>();
        try {
            AppCode current = code.get();
            Optional<BuiltIn> builtIn = builtIn(call);
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
        try (Frame frame = frame(call, spec, code.get(), lines, Notes.none());
                var action = new ActionHost(frame, this, workers, fetcher)) {
            Script script = frame.scripts().take(frame.code());
            var terms = new Script.Terms(
                    FunctionKind.ACTION.word(),
                    random.nextLong(),
                    http.requestId(),
                    frame.scripts().time());
            var host = new HttpHost(action, reply);
            try {
                script.invokeHttp(HTTP_MODULE, http.requestJson(), http.route(), terms, host, lines);
            } finally {
                frame.scripts().giveBack(script);
            }
            return new Outcome.Success(ConvexValue.NULL, lines, store.latest().ts());
        } catch (ScriptError e) {
            return new Outcome.Failure(e.message(), e.data().map(ConvexJson::parse), lines);
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
        return switch (observer.observed(child, () -> run(child))) {
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
        return HexFormat.of().toHexDigits(random.nextLong());
    }

    Transactions transactions() {
        return transactions;
    }

    StorageCalls storage(Frame frame) {
        return storage.apply(frame.component());
    }

    /** The nearest documents of a vector index, on the latest data. */
    String vectorSearch(JsonNode arguments, Frame frame) {
        return VectorSearch.of(arguments.path("query"), frame.code().schema(), frame.component())
                .results(store.latest());
    }

    /** A query or mutation, found and ready to run as often as it takes. */
    private interface Work {
        ConvexValue run(Transaction transaction, List<LogLine> lines, Notes notes);
    }

    private Work work(FunctionCall call) {
        Optional<BuiltIn> builtIn = builtIn(call);
        if (builtIn.isPresent()) {
            return (transaction, lines, notes) ->
                    builtIn.get().body().run(call.path().component(), transaction, call.args());
        }
        AppCode current = code.get();
        FunctionSpec spec = Lookup.find(call, current);
        return (transaction, lines, notes) -> {
            try (Frame frame = frame(call, spec, current, lines, notes)) {
                return inTransaction(frame, transaction);
            }
        };
    }

    private Optional<BuiltIn> builtIn(FunctionCall call) {
        if (!call.path().module().startsWith(BuiltIn.PREFIX)) {
            return Optional.empty();
        }
        if (!call.identity().isAdmin()) {
            throw Refusal.forbidden("SystemIdentityRequired", "Only admins may call " + call.path());
        }
        BuiltIn found = builtIns.apply(call.path())
                .orElseThrow(() -> new FunctionError("Could not find system function for '" + call.path() + "'"));
        if (call.kind().filter(kind -> kind != found.kind()).isPresent()) {
            throw new FunctionError(
                    call.path() + " is a " + found.kind().udfType() + " of the deployment's own, not what was asked");
        }
        return Optional.of(found);
    }

    private Frame frame(FunctionCall call, FunctionSpec spec, AppCode current, List<LogLine> lines, Notes notes) {
        return new Frame(call, spec, current, scripts.lease(limits.time(spec.kind())), 0, lines, notes);
    }

    private static Outcome failure(FunctionError error, List<LogLine> lines) {
        return new Outcome.Failure(error.message(), error.data().map(ConvexJson::parse), lines);
    }

    private ConvexValue inTransaction(Frame frame, Transaction transaction) {
        Lookup.checkArgs(frame.spec(), frame.call().args(), transaction.view());
        String json = invoke(frame, new TransactionHost(transaction, frame, this));
        return Lookup.checkedResult(frame.spec(), json, transaction.view());
    }

    private ConvexValue act(Frame frame) {
        Lookup.checkArgs(frame.spec(), frame.call().args(), store.latest());
        try (var host = new ActionHost(frame, this, workers, fetcher)) {
            return Lookup.checkedResult(frame.spec(), invoke(frame, host), store.latest());
        }
    }

    private String invoke(Frame frame, ScriptHost host) {
        PushedModule module = frame.code().modules().get(frame.spec().path().module());
        return module != null && module.environment() == PushedModule.Environment.NODE
                ? invokeNode(frame, host)
                : invokeScript(frame, host);
    }

    private String invokeNode(Frame frame, ScriptHost host) {
        var lines = new HeardLines(line -> observer.progressed(frame.call(), line));
        try {
            return node.invoke(
                    frame.code(),
                    frame.spec().path(),
                    "[" + ConvexJson.encode(frame.call().args()) + "]",
                    frame.call().requestId(),
                    frame.left(),
                    host,
                    lines);
        } catch (ScriptError e) {
            throw new FunctionError(e.message(), e.data().orElse(null));
        } finally {
            synchronized (frame.lines()) {
                frame.lines().addAll(lines);
            }
        }
    }

    private String invokeScript(Frame frame, ScriptHost host) {
        Script script = frame.scripts().take(frame.code());
        try {
            String args = "[" + ConvexJson.encode(frame.call().args()) + "]";
            var terms = new Script.Terms(
                    frame.spec().kind().word(),
                    random.nextLong(),
                    frame.call().requestId(),
                    frame.scripts().time());
            List<LogLine> lines = frame.spec().kind() == FunctionKind.ACTION
                    ? new HeardLines(line -> observer.progressed(frame.call(), line))
                    : new ArrayList<>();
            try {
                return script.invoke(frame.spec().path(), args, terms, host, lines);
            } finally {
                synchronized (frame.lines()) {
                    frame.lines().addAll(lines);
                }
            }
        } catch (ScriptError e) {
            throw new FunctionError(e.message(), e.data().orElse(null));
        } finally {
            frame.scripts().giveBack(script);
        }
    }
}
