package dev.lockstep.emulator.convex.deployment;

import dev.lockstep.emulator.convex.auth.AuthProvider;
import dev.lockstep.emulator.convex.code.AppCode;
import dev.lockstep.emulator.convex.code.FunctionKind;
import dev.lockstep.emulator.convex.code.FunctionPath;
import dev.lockstep.emulator.convex.code.FunctionSpec;
import dev.lockstep.emulator.convex.cron.Crons;
import dev.lockstep.emulator.convex.file.DeploymentFile;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.key.IndexFields;
import dev.lockstep.emulator.convex.schema.AppSchema;
import dev.lockstep.emulator.convex.script.ScriptEngine;
import dev.lockstep.emulator.convex.script.ScriptPool;
import dev.lockstep.emulator.convex.store.Transactions;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What calls run on: the code of the last push and the environment variables, with the indexes and cron jobs that the
 * code declares. Holds the scripts that are made of it; does not hold documents. Thread-safe.
 */
public final class Installation implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Installation.class);

    private final Deployment.Parts parts;
    private final DeploymentFile file;
    private final Transactions transactions;
    private final EnvironmentVariables variables;
    private final ScriptPool scripts;
    private final FirstPush firstPush = new FirstPush();
    private final List<Runnable> onChange = new CopyOnWriteArrayList<>();
    private final List<Runnable> onPush = new CopyOnWriteArrayList<>();
    private volatile Map<String, String> addresses = Map.of();
    private volatile InstalledCode installed;
    private volatile AppCode code;

    /** Loads what an earlier run left. */
    Installation(Deployment.Parts parts, DeploymentFile file, Transactions transactions, ScriptEngine engine) {
        this.parts = parts;
        this.file = file;
        this.transactions = transactions;
        this.variables = new EnvironmentVariables(file);
        this.installed = InstalledCode.load(file);
        this.code = installed.code(variables.all(), addresses);
        this.scripts = new ScriptPool(engine, code);
    }

    /** @param changed called after each change of the code or what it sees, while no other change can happen */
    void onChange(Runnable changed) {
        onChange.add(changed);
    }

    /** @param pushed called after each push, when its cron jobs are declared */
    void onPush(Runnable pushed) {
        onPush.add(pushed);
    }

    public InstalledCode installed() {
        return installed;
    }

    /** Who signs the tokens that are accepted now. */
    List<AuthProvider> providers() {
        return installed.providers();
    }

    /** What is enforced now, in the app and in every component. */
    Map<ComponentPath, AppSchema> schemas() {
        return installed.schemas();
    }

    AppCode code() {
        return code;
    }

    ScriptPool scripts() {
        return scripts;
    }

    FirstPush firstPush() {
        return firstPush;
    }

    Optional<FunctionKind> kind(FunctionPath path) {
        return code.function(path).map(FunctionSpec::kind);
    }

    /** The app's own variables by name. */
    public Map<String, String> variables() {
        return variables.all();
    }

    /** What functions see as {@code CONVEX_CLOUD_URL} and {@code CONVEX_SITE_URL}; empty before they are announced. */
    public Map<String, String> addresses() {
        return addresses;
    }

    /** What functions would see as {@code process.env}. */
    public Map<String, String> environment() {
        var all = new HashMap<>(variables.all());
        all.putAll(addresses);
        return all;
    }

    /** The addresses that functions see as {@code CONVEX_CLOUD_URL} and {@code CONVEX_SITE_URL}. */
    public synchronized void announce(URI cloud, URI site) {
        addresses = Map.of("CONVEX_CLOUD_URL", cloud.toString(), "CONVEX_SITE_URL", site.toString());
        use(installed);
    }

    /** Sets and removes, all or nothing; an empty value removes the variable. */
    public synchronized void updateVariables(Map<String, Optional<String>> changes) {
        variables.update(changes);
        use(installed);
    }

    /** Calls wait for the first push from now on, unless code is there from an earlier run. */
    public void expectPush() {
        if (installed.modules().isEmpty()) {
            firstPush.expect();
        }
    }

    /** Makes a push the deployment's code: durable, and seen by every call that begins after this returns. */
    public synchronized void install(InstalledCode pushed) {
        Map<String, String> crons = Crons.declared(pushed.components());
        declareIndexes(pushed);
        pushed.save(file);
        use(pushed);
        transactions.run(transaction -> {
            Crons.declare(crons, transaction, parts.clock().instant());
            return crons.size();
        });
        onPush.forEach(Runnable::run);
        firstPush.happened();
        warm();
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

    /** Makes the indexes that the code of an earlier run declares. */
    void declareIndexes() {
        declareIndexes(installed);
    }

    /** Nothing runs on it any more. */
    @Override
    public void close() {
        scripts.close();
    }

    private void use(InstalledCode pushed) {
        AppCode next = pushed.code(variables.all(), addresses);
        installed = pushed;
        code = next;
        scripts.use(next);
        onChange.forEach(Runnable::run);
    }

    private void declareIndexes(InstalledCode pushed) {
        pushed.components().forEach((component, definition) -> {
            if (!component.isRoot()) {
                transactions.store().declareComponent(component);
            }
            definition.schema().tables().forEach((name, table) -> {
                var indexes = new HashMap<String, IndexFields>();
                table.indexes().forEach((index, fields) -> indexes.put(index, IndexFields.declared(fields)));
                transactions.store().declareIndexes(component.stored(name), indexes);
            });
        });
    }
}
