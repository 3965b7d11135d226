package dev.lockstep.platform;

import dev.lockstep.convex.ConvexClient;
import dev.lockstep.outbox.change.Change;
import dev.lockstep.outbox.change.Destination;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The platform's Convex deployment, called with its deploy key: internal functions, and what happens while the person it
 * is about is away.
 */
@Component
class ConvexSystemDestination implements Destination {

    private final ConvexClient client;
    private final DeployKey key;

    ConvexSystemDestination(ConvexClient client, DeployKey key) {
        this.client = client;
        this.key = key;
    }

    @Override
    public String name() {
        return "CONVEX_SYSTEM";
    }

    @Override
    public String title() {
        return "Convex";
    }

    @Override
    public String deliver(Change change) {
        return ConvexDestination.deliver(change, (function, args) -> client.function(function, args, key::owner));
    }

    @Override
    public Optional<String> problemWith(Change change, String payload) {
        return ConvexDestination.problem(change, payload);
    }
}
