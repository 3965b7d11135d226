package dev.lockstep.emulator.convex.host;

import dev.lockstep.emulator.convex.deployment.Deployment;
import dev.lockstep.emulator.convex.http.DeploymentServer;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.key.DocumentId;
import dev.lockstep.emulator.convex.store.Snapshot;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** A deployment that answers on its ports until it is closed. Thread-safe. */
public final class HostedDeployment implements AutoCloseable {

    private final Deployment deployment;
    private final DeploymentServer server;

    HostedDeployment(Deployment deployment, DeploymentServer server) {
        this.deployment = deployment;
        this.server = server;
    }

    /** The API's address: what clients call the deployment URL. */
    public URI url() {
        return server.url();
    }

    /** The address of HTTP actions. */
    public URI siteUrl() {
        return server.siteUrl();
    }

    /**
     * From now until the first push is finished, calls of functions wait, at most 30 s, instead of failing. Does nothing
     * when code is there from an earlier run.
     */
    public void expectPush() {
        deployment.installation().expectPush();
    }

    /** How many queries have run for subscriptions so far, again and for the first time. */
    public long liveRuns() {
        return deployment.live().runs();
    }

    /** Whether it takes no calls. */
    public boolean isPaused() {
        return deployment.standing().isPaused();
    }

    /** The app's own tables with how many documents each has, by name. */
    public SortedMap<String, Integer> tables() {
        Snapshot latest = deployment.store().latest();
        var counts = new TreeMap<String, Integer>();
        latest.tables().stream()
                .filter(ComponentPath.ROOT::owns)
                .filter(name -> latest.tableNumber(name).orElse(0L) >= DocumentId.FIRST_USER_TABLE)
                .forEach(name -> counts.put(name, latest.count(name)));
        return counts;
    }

    /** @param keys asked at each request whether a key is as good as the deployment's own */
    public void trust(Predicate<String> keys) {
        deployment.authorizer().trust(keys);
    }

    /** @param identity what it answers when it is asked which deployment it is; empty for one on its own */
    public void describeAs(Supplier<Optional<ObjectNode>> identity) {
        deployment.standing().describeAs(identity);
    }

    /** Sets environment variables. */
    public void startWith(Map<String, String> variables) {
        if (!variables.isEmpty()) {
            var changes = new HashMap<String, Optional<String>>();
            variables.forEach((name, value) -> changes.put(name, Optional.of(value)));
            deployment.installation().updateVariables(changes);
        }
    }

    /** Closes the ports first, then the data. */
    @Override
    public void close() {
        server.close();
        deployment.close();
    }
}
