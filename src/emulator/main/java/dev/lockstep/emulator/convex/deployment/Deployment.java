package dev.lockstep.emulator.convex.deployment;

import dev.lockstep.core.Secret;
import dev.lockstep.emulator.convex.auth.Authorizer;
import dev.lockstep.emulator.convex.auth.TokenVerifier;
import dev.lockstep.emulator.convex.call.BuiltIn;
import dev.lockstep.emulator.convex.call.CallLimits;
import dev.lockstep.emulator.convex.call.CallObserver;
import dev.lockstep.emulator.convex.call.FunctionCall;
import dev.lockstep.emulator.convex.call.FunctionRunner;
import dev.lockstep.emulator.convex.call.HttpCall;
import dev.lockstep.emulator.convex.call.Outcome;
import dev.lockstep.emulator.convex.call.QueryRun;
import dev.lockstep.emulator.convex.code.AppCode;
import dev.lockstep.emulator.convex.code.FunctionKind;
import dev.lockstep.emulator.convex.code.FunctionPath;
import dev.lockstep.emulator.convex.code.FunctionSpec;
import dev.lockstep.emulator.convex.cron.Crons;
import dev.lockstep.emulator.convex.deployment.FunctionLog.Origin;
import dev.lockstep.emulator.convex.file.DeploymentFile;
import dev.lockstep.emulator.convex.key.IndexFields;
import dev.lockstep.emulator.convex.live.Lanes;
import dev.lockstep.emulator.convex.live.LiveQueries;
import dev.lockstep.emulator.convex.node.NodeRuntime;
import dev.lockstep.emulator.convex.script.LogLine;
import dev.lockstep.emulator.convex.script.ScriptEngine;
import dev.lockstep.emulator.convex.script.ScriptPool;
import dev.lockstep.emulator.convex.snapshot.SnapshotParts;
import dev.lockstep.emulator.convex.snapshot.Snapshots;
import dev.lockstep.emulator.convex.storage.FileStorage;
import dev.lockstep.emulator.convex.storage.StorageCalls;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.store.Snapshot;
import dev.lockstep.emulator.convex.store.Transaction;
import dev.lockstep.emulator.convex.store.Transactions;
import dev.lockstep.emulator.convex.system.SystemFunctions;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One deployment of Convex. Holds the documents, the code of the last push, environment variables, the key and the log;
 * does not hold ports or the engine, which deployments of one process share. Thread-safe.
 */
public final class Deployment implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);

    /** Queries of subscriptions at once: more would only fight over the processors. */
    private static final int LIVE_LANES = 20;

    /**
     * What a deployment is made with.
     *
     * @param home the folder of its data
     * @param name what {@code /instance_name} answers
     * @param workers runs what actions wait for; unbounded
     */
    public record Parts(Path home, String name, Secret adminKey, CallLimits limits, Clock clock, Executor workers) {}

    private final Parts parts;
    private final SecureRandom random = new SecureRandom();
    private final DeploymentFile file;
    private final DocumentStore store;
    private final Transactions transactions;
    private final ScriptEngine engine;
    private final ScriptPool scripts;
    private final EnvironmentVariables variables;
    private final FunctionLog log = new FunctionLog();
    private final FileStorage storage;
    private final NodeRuntime node;
    private final FunctionRunner runner;
    private final Authorizer authorizer;
    private final Scheduler scheduler;
    private final SessionRequests sessionRequests;
    private final LiveQueries live;
    private final Snapshots snapshots;
    private final Standing standing;
    private final FirstPush firstPush = new FirstPush();
    private volatile Map<String, String> builtIn = Map.of();
    private volatile InstalledCode installed;
    private volatile AppCode code;

    private Deployment(Parts parts, ScriptEngine engine, DeploymentFile file) {
        this.parts = parts;
        this.engine = engine;
        this.file = file;
        this.store = DocumentStore.open(file, parts.clock(), random);
        this.transactions = new Transactions(store);
        this.variables = new EnvironmentVariables(file);
        this.standing = new Standing(file);
        this.installed = InstalledCode.load(file);
        this.code = installed.code(variables.all(), builtIn);
        this.scripts = new ScriptPool(engine, code);
        this.node = new NodeRuntime(parts.home().resolve("node"), parts.clock(), parts.workers());
        this.storage = new FileStorage(parts.home().resolve("files"), file, parts.clock());
        this.runner = new FunctionRunner(
                transactions,
                scripts,
                () -> code,
                parts.limits(),
                parts.workers(),
                random,
                component -> new StorageCalls(storage, component, builtIn.getOrDefault("CONVEX_CLOUD_URL", "")),
                new SystemFunctions(new DeploymentFacts(this))::find,
                observer(),
                node);
        this.sessionRequests = new SessionRequests(runner, transactions, parts.clock());
        this.live = new LiveQueries(store, this::runLive, new Lanes(parts.workers(), LIVE_LANES));
        this.authorizer =
                new Authorizer(parts.adminKey(), new TokenVerifier(parts.clock()), () -> installed.providers());
        this.snapshots = new Snapshots(new SnapshotParts(
                parts.home(),
                storage,
                transactions,
                () -> installed.schemas(),
                parts.clock(),
                random,
                parts.workers()));
        declareIndexes(installed);
        this.scheduler = new Scheduler(transactions, runner, this, parts, random);
    }

    public static Deployment open(Parts parts, ScriptEngine engine) {
        var deployment =
                new Deployment(parts, engine, DeploymentFile.open(parts.home().resolve("convex")));
        deployment.scheduler.start();
        deployment.snapshots.start();
        parts.workers().execute(() -> deployment.storage.sweep(deployment.store));
        return deployment;
    }

    public String name() {
        return parts.name();
    }

    public Authorizer authorizer() {
        return authorizer;
    }

    public DocumentStore store() {
        return store;
    }

    /** Which deployment it is, and whether it takes calls. */
    public Standing standing() {
        return standing;
    }

    /** From now on every call of a function fails, running subscriptions included; jobs wait, crons are left out. */
    public synchronized void pause() {
        standing.pause();
        live.refreshAll();
    }

    public synchronized void unpause() {
        standing.resume();
        live.refreshAll();
        scheduler.nudge();
    }

    /** What runs modules that say "use node". */
    public NodeRuntime node() {
        return node;
    }

    public FileStorage storage() {
        return storage;
    }

    /** Imports and exports. */
    public Snapshots snapshots() {
        return snapshots;
    }

    /** Reads and writes outside any function, with the retries of one. */
    public <T> T transact(Function<Transaction, T> work) {
        return transactions.run(work);
    }

    /** The queries that are subscribed to. */
    public LiveQueries live() {
        return live;
    }

    public Clock clock() {
        return parts.clock();
    }

    public FunctionLog log() {
        return log;
    }

    public ScriptEngine engine() {
        return engine;
    }

    public EnvironmentVariables variables() {
        return variables;
    }

    public InstalledCode installed() {
        return installed;
    }

    /** The addresses that functions see as {@code CONVEX_CLOUD_URL} and {@code CONVEX_SITE_URL}. */
    public synchronized void announce(URI cloud, URI site) {
        builtIn = Map.of("CONVEX_CLOUD_URL", cloud.toString(), "CONVEX_SITE_URL", site.toString());
        use(installed);
    }

    public Map<String, String> addresses() {
        return builtIn;
    }

    /** Calls wait for the first push from now on, unless code is there from an earlier run. */
    public void expectPush() {
        if (installed.modules().isEmpty()) {
            firstPush.expect();
        }
    }

    /** 16 hex digits that name a request in errors and logs. */
    public String newRequestId() {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    public Outcome run(FunctionCall call) {
        return run(call, Optional.empty());
    }

    /** @param snapshot what a query reads; empty for the latest */
    public Outcome run(FunctionCall call, Optional<Snapshot> snapshot) {
        if (!call.path().module().startsWith(BuiltIn.PREFIX)) {
            firstPush.await();
        }
        Instant start = parts.clock().instant();
        Outcome outcome = standing.refusal(call).orElseGet(() -> runner.run(call, snapshot.orElseGet(store::latest)));
        record(call, start, Origin.HTTP, outcome);
        return outcome;
    }

    /** Runs an action for a client on a socket. */
    public Outcome act(FunctionCall call) {
        firstPush.await();
        Instant start = parts.clock().instant();
        Outcome outcome = standing.refusal(call).orElseGet(() -> runner.run(call));
        record(call, start, Origin.SOCKET, outcome);
        return outcome;
    }

    /** Runs an HTTP action; its answer goes to the reply as it is made. */
    public Outcome runHttp(HttpCall call, HttpCall.Reply reply) {
        firstPush.await();
        Instant start = parts.clock().instant();
        var noted = new NotedReply(reply);
        Outcome outcome = standing.isPaused() ? standing.refusal() : runner.runHttp(call, noted);
        log.answered(
                call.call(),
                start,
                parts.clock().instant(),
                outcome,
                new FunctionLog.HttpSummary(call.title(), outcome instanceof Outcome.Success ? noted.status() : 500));
        return outcome;
    }

    /**
     * Runs a mutation that a client may send again.
     *
     * @param session the client's
     * @param request counts the client's requests
     * @return what happened the first time, if this is not it
     */
    public Outcome mutate(FunctionCall call, UUID session, long request) {
        firstPush.await();
        Optional<Outcome> refusal = standing.refusal(call);
        if (refusal.isPresent()) {
            // What was done before the pause was done, and its client must hear so.
            return sessionRequests.ended(session, request).orElseGet(refusal::get);
        }
        Instant start = parts.clock().instant();
        SessionRequests.Done done = sessionRequests.run(call, session, request);
        if (!done.isRepeated()) {
            record(call, start, Origin.SOCKET, done.outcome());
        }
        return done.outcome();
    }

    private QueryRun runLive(FunctionCall call, Snapshot snapshot, Optional<String> journal) {
        if (!call.path().module().startsWith(BuiltIn.PREFIX)) {
            firstPush.await();
        }
        Instant start = parts.clock().instant();
        QueryRun run = standing.refusal(call)
                .map(refused -> new QueryRun(refused, Map.of(), journal, false))
                .orElseGet(() -> runner.runQuery(call, snapshot, journal));
        record(call, start, Origin.SOCKET, run.outcome());
        return run;
    }

    private CallObserver observer() {
        return new CallObserver() {
            @Override
            public void progressed(FunctionCall call, LogLine line) {
                log.progressed(call, line);
            }

            @Override
            public Outcome observed(FunctionCall call, Supplier<Outcome> run) {
                Instant start = parts.clock().instant();
                Outcome outcome = run.get();
                record(call, start, Origin.ACTION, outcome);
                return outcome;
            }
        };
    }

    /** Puts a call that ended now into the log. */
    void record(FunctionCall call, Instant start, Origin origin, Outcome outcome) {
        if (call.path().module().startsWith(BuiltIn.PREFIX)) {
            return;
        }
        FunctionKind kind = call.kind().or(() -> kind(call.path())).orElse(FunctionKind.QUERY);
        log.completed(call, kind, start, parts.clock().instant(), origin, outcome);
    }

    Optional<FunctionKind> kind(FunctionPath path) {
        return code.function(path).map(FunctionSpec::kind);
    }

    /** What functions would see as {@code process.env}. */
    public Map<String, String> environment() {
        var all = new HashMap<>(variables.all());
        all.putAll(builtIn);
        return all;
    }

    public synchronized void updateVariables(Map<String, Optional<String>> changes) {
        variables.update(changes);
        use(installed);
    }

    /** Makes a push the deployment's code: durable, and seen by every call that begins after this returns. */
    public synchronized void install(InstalledCode pushed) {
        Map<String, String> crons = Crons.declared(pushed.components());
        declareIndexes(pushed);
        pushed.save(file);
        use(pushed);
        transact(transaction -> {
            Crons.declare(crons, transaction, parts.clock().instant());
            return crons.size();
        });
        scheduler.nudge();
        firstPush.happened();
        warm();
    }

    @Override
    public void close() {
        firstPush.happened();
        snapshots.close();
        scheduler.close();
        scripts.close();
        node.close();
        store.close();
        file.close();
    }

    /** Evaluates the code in the background, so that the first call does not wait for it. */
    public void warm() {
        parts.workers().execute(() -> {
            try {
                scripts.warm();
            } catch (RuntimeException e) {
                // Closed meanwhile, or the engine is broken: then the first call will say so to its caller.
                LOG.debug("Deployment {} was not warmed", parts.name(), e);
            }
        });
    }

    private void use(InstalledCode pushed) {
        AppCode next = pushed.code(variables.all(), builtIn);
        installed = pushed;
        code = next;
        scripts.use(next);
        live.refreshAll();
    }

    private void declareIndexes(InstalledCode pushed) {
        pushed.components().forEach((component, definition) -> {
            if (!component.isRoot()) {
                store.declareComponent(component);
            }
            definition.schema().tables().forEach((name, table) -> {
                var indexes = new HashMap<String, IndexFields>();
                table.indexes().forEach((index, fields) -> indexes.put(index, IndexFields.declared(fields)));
                store.declareIndexes(component.stored(name), indexes);
            });
        });
    }
}
