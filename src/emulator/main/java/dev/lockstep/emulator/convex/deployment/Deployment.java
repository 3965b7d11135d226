package dev.lockstep.emulator.convex.deployment;

import dev.lockstep.core.Secret;
import dev.lockstep.emulator.convex.auth.Authorizer;
import dev.lockstep.emulator.convex.auth.TokenVerifier;
import dev.lockstep.emulator.convex.call.CallLimits;
import dev.lockstep.emulator.convex.call.FunctionRunner;
import dev.lockstep.emulator.convex.call.Invocation;
import dev.lockstep.emulator.convex.code.AppCode;
import dev.lockstep.emulator.convex.file.DeploymentFile;
import dev.lockstep.emulator.convex.live.Lanes;
import dev.lockstep.emulator.convex.live.LiveQueries;
import dev.lockstep.emulator.convex.node.NodeRuntime;
import dev.lockstep.emulator.convex.repl.OneOffQueries;
import dev.lockstep.emulator.convex.script.ScriptEngine;
import dev.lockstep.emulator.convex.snapshot.SnapshotParts;
import dev.lockstep.emulator.convex.snapshot.Snapshots;
import dev.lockstep.emulator.convex.storage.FileStorage;
import dev.lockstep.emulator.convex.storage.StorageCalls;
import dev.lockstep.emulator.convex.store.DocumentStore;
import dev.lockstep.emulator.convex.store.Transactions;
import dev.lockstep.emulator.convex.system.SystemFunctions;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One deployment of Convex, put together of its parts. Holds the documents, the code of the last push, environment
 * variables, the key and the log; does not hold ports or the engine, which deployments of one process share.
 * Thread-safe.
 */
public final class Deployment implements AutoCloseable {

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
    private final ScriptEngine engine;
    private final DeploymentFile file;
    private final DocumentStore store;
    private final Transactions transactions;
    private final Standing standing;
    private final Installation installation;
    private final NodeRuntime node;
    private final FileStorage storage;
    private final FunctionLog log = new FunctionLog();
    private final Calls calls;
    private final OneOffQueries oneOffQueries;
    private final LiveQueries live;
    private final Authorizer authorizer;
    private final Snapshots snapshots;
    private final Scheduler scheduler;

    private Deployment(Parts parts, ScriptEngine engine, DeploymentFile file) {
        var random = new SecureRandom();
        this.parts = parts;
        this.engine = engine;
        this.file = file;
        this.store = DocumentStore.open(file, parts.clock(), random);
        this.transactions = new Transactions(store);
        this.standing = new Standing(file);
        this.installation = new Installation(parts, file, transactions, engine);
        this.node = new NodeRuntime(parts.home().resolve("node"), parts.clock(), parts.workers());
        this.storage = new FileStorage(parts.home().resolve("files"), file, parts.clock());
        var recorder = new CallRecorder(log, installation, parts.clock());
        var invocation = new Invocation(node, recorder, random);
        Function<Supplier<AppCode>, FunctionRunner> runners = code -> runner(code, invocation);
        FunctionRunner runner = runners.apply(installation::code);
        this.oneOffQueries = new OneOffQueries(engine, installation::code, runners);
        this.calls = new Calls(
                runner,
                new SessionRequests(runner, transactions, parts.clock()),
                new Calls.Admission(standing, installation.firstPush()),
                recorder,
                random);
        this.live = new LiveQueries(store, calls::runLive, new Lanes(parts.workers(), LIVE_LANES));
        this.authorizer = new Authorizer(parts.adminKey(), new TokenVerifier(parts.clock()), installation::providers);
        this.snapshots = new Snapshots(new SnapshotParts(
                parts.home(), storage, transactions, installation::schemas, parts.clock(), random, parts.workers()));
        installation.declareIndexes();
        this.scheduler = new Scheduler(transactions, runner, calls, parts, random);
        installation.onChange(live::refreshAll);
        installation.onPush(scheduler::nudge);
        standing.onChange(live::refreshAll);
        standing.onResume(scheduler::nudge);
    }

    private FunctionRunner runner(Supplier<AppCode> code, Invocation invocation) {
        return new FunctionRunner(
                transactions,
                new FunctionRunner.Code(installation.scripts(), code, parts.limits()),
                invocation,
                new FunctionRunner.Surroundings(
                        parts.workers(),
                        component -> new StorageCalls(
                                storage, component, installation.addresses().getOrDefault("CONVEX_CLOUD_URL", ""))),
                new SystemFunctions(new DeploymentFacts(installation, standing))::find);
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

    public Clock clock() {
        return parts.clock();
    }

    public ScriptEngine engine() {
        return engine;
    }

    public DocumentStore store() {
        return store;
    }

    /** Reads and writes outside any function, with the retries of one. */
    public Transactions transactions() {
        return transactions;
    }

    /** Which deployment it is, and whether it takes calls. */
    public Standing standing() {
        return standing;
    }

    /** The code and the environment variables. */
    public Installation installation() {
        return installation;
    }

    /** What runs modules that say "use node". */
    public NodeRuntime node() {
        return node;
    }

    public FileStorage storage() {
        return storage;
    }

    public FunctionLog log() {
        return log;
    }

    /** Calls of its functions. */
    public Calls calls() {
        return calls;
    }

    /** Queries that were not pushed. */
    public OneOffQueries oneOffQueries() {
        return oneOffQueries;
    }

    /** The queries that are subscribed to. */
    public LiveQueries live() {
        return live;
    }

    public Authorizer authorizer() {
        return authorizer;
    }

    /** Imports and exports. */
    public Snapshots snapshots() {
        return snapshots;
    }

    @Override
    public void close() {
        installation.firstPush().happened();
        snapshots.close();
        scheduler.close();
        installation.close();
        node.close();
        store.close();
        file.close();
    }
}
